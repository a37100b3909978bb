using System.Net;
using LightningRod.Engine;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;
using LightningRod.Server.Admin;
using LightningRod.Server.Composition;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;
using LightningRod.WakeUps.Webhook;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server;

/// <summary>One running member: everything that its settings ask for, put together.</summary>
/// <remarks>
/// Thread-safe. In order: key files, journal, wake-ups, admin endpoints, engine, what runs on it; the stop goes the other way. Killing the process
/// at any point loses nothing that was acknowledged.
/// </remarks>
public sealed partial class Member : IAsyncDisposable
{
    private readonly MemberOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Stack<IMemberPart> _running = new();
    private readonly Stack<Func<ValueTask>> _open = new();
    private readonly Lock _gate = new();
    private Task<bool>? _stopping;
    private bool _hasStarted;

    private Member(MemberOptions options, MemberServices services) =>
        (_options, _time, _logger) = (options, services.Time, services.Loggers.CreateLogger("LightningRod.Server"));

    /// <summary>The relay's node id.</summary>
    public NodeId NodeId { get; private set; }

    /// <summary>Where the member listens, by the name of the part: <c>admin</c>, and so on.</summary>
    public IReadOnlyList<(string Part, IPEndPoint EndPoint)> EndPoints { get; private set; } = [];

    /// <summary>How its engine is.</summary>
    public EngineHealth Health => Engine.Health;

    private EngineHost Engine { get; set; } = null!;

    /// <summary>Starts a member. When it returns, the member runs; its channel nodes may still be out of reach.</summary>
    /// <param name="options">The settings, as <see cref="Settings.MemberSettings"/> has checked them.</param>
    /// <param name="services">What it uses of the world.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="MemberStartException">It cannot start; nothing of it runs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of it runs.</exception>
    public static async Task<Member> StartAsync(MemberOptions options, MemberServices services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        var member = new Member(options, services);
        try
        {
            await member.RunAsync(services, cancellationToken).ConfigureAwait(false);
            return member;
        }
        catch (Exception failure)
        {
            _ = await member.StopAsync().ConfigureAwait(false);
            if (failure is SecretFileException or JournalRefusedException or JournalUnavailableException or DllNotFoundException)
                throw new MemberStartException(failure.Message, failure);
            throw;
        }
    }

    /// <summary>Stops the member within <see cref="MemberOptions.StopTimeout"/>. Asked again, it waits for the same stop.</summary>
    /// <returns>Whether everything ended in time; what did not was cut off, which loses nothing that was acknowledged.</returns>
    public Task<bool> StopAsync()
    {
        lock (_gate) return _stopping ??= StopOnceAsync();
    }

    /// <summary>Stops the member.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task RunAsync(MemberServices services, CancellationToken cancellationToken)
    {
        CheckKinds(services);
        var secrets = MemberSecrets.Open(_options);
        _open.Push(() =>
        {
            secrets.Dispose();
            return ValueTask.CompletedTask;
        });
        var tokens = AdminTokens.Open(_options.AdminTokenPath);
        WarnOfOpenFiles();
        NodeId = secrets.NodeId;
        var journal = await SqliteJournal.OpenAsync(
            new() { Folder = _options.DataFolder, Readers = _options.Storage.Readers, CacheMebibytes = _options.Storage.CacheMebibytes },
            secrets.InstallSecret,
            _time,
            cancellationToken).ConfigureAwait(false);
        _open.Push(journal.DisposeAsync);
        var webhooks = new WebhookProvider(_options.WakeUps.Webhook.Options, secrets.NodeKey, new() { Time = _time, Loggers = services.Loggers });
        _open.Push(() =>
        {
            webhooks.Dispose();
            return ValueTask.CompletedTask;
        });
        var body = Body.On(new()
        {
            Options = _options,
            Secrets = secrets,
            Journal = journal,
            WakeUps = [webhooks],
            NodeKinds = services.NodeKinds,
            Steps = services.Steps,
            Time = _time,
            Loggers = services.Loggers,
        });
        Engine = body.Engine;
        _open.Push(body.Engine.DisposeAsync);
        var admin = new AdminPart(_options.Admin.EndPoint, new(_options, NodeId, body.Engine, journal, tokens, _time), services.Loggers);
        var endPoints = new List<(string, IPEndPoint)>();
        foreach (var part in (IEnumerable<IMemberPart>)[admin, .. body.Parts])
        {
            await part.StartAsync(cancellationToken).ConfigureAwait(false);
            _running.Push(part);
            if (part.EndPoint is { } endPoint) endPoints.Add((part.Name, endPoint));
        }

        EndPoints = endPoints;
        _hasStarted = true;
        Log.Started(_logger, _options.Name, NodeId);
    }

    private void CheckKinds(MemberServices services)
    {
        foreach (var node in _options.Nodes.Where(node => services.NodeKinds.All(factory => factory.Kind != node.Kind)))
        {
            var known = services.NodeKinds.Count == 0 ? "there are none" : string.Join(", ", services.NodeKinds.Select(factory => factory.Kind));
            throw new MemberStartException($"Channel node {node.Name} is of kind {node.Kind}, which this program does not know (known: {known}).");
        }
    }

    private void WarnOfOpenFiles()
    {
        // Kubernetes mounts secrets readable for the group, so this cannot be a refusal.
        foreach (var path in new[] { _options.NodeKeyPath, _options.InstallSecretPath, _options.AdminTokenPath }.Where(SecretFile.IsOpenToOthers))
            Log.OpenToOthers(_logger, path);
    }

    private async Task<bool> StopOnceAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var begun = _time.GetTimestamp();
        var inTime = true;
        while (_running.TryPop(out var part))
        {
            var left = _options.StopTimeout - _time.GetElapsedTime(begun);
            try
            {
                inTime &= await part.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
                (part as IDisposable)?.Dispose();
            }
            catch (Exception failure)
            {
                // The others must end all the same.
                inTime = false;
                Log.StopFailed(_logger, failure, part.Name);
            }
        }

        while (_open.TryPop(out var close)) await close().ConfigureAwait(false);
        if (_hasStarted) Log.Stopped(_logger, _options.Name, inTime);
        return inTime;
    }

    private static partial class Log
    {
        [LoggerMessage(2600, LogLevel.Information, "Member {Name} runs; its node id is {Node}")]
        internal static partial void Started(ILogger logger, string name, NodeId node);

        [LoggerMessage(2601, LogLevel.Information, "Member {Name} has stopped; everything ended in time: {InTime}")]
        internal static partial void Stopped(ILogger logger, string name, bool inTime);

        [LoggerMessage(2602, LogLevel.Error, "{Part} did not stop well")]
        internal static partial void StopFailed(ILogger logger, Exception failure, string part);

        [LoggerMessage(2603, LogLevel.Warning, "{Path} is open to other users; take their rights away (chmod 600)")]
        internal static partial void OpenToOthers(ILogger logger, string path);
    }
}
