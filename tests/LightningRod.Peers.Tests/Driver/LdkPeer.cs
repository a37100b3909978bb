using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LightningRod.Testing;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>LDK in a child process of its own, driven by lines of JSON (ldk/peer.mjs); the fixture of a test class.</summary>
/// <remarks>
/// Calls may overlap; notices are for one waiter at a time. Whatever breaks the peer itself (a <c>failed</c> notice, a line that is no JSON, its
/// end) fails every call from then on, and the fixture's end.
/// </remarks>
public sealed class LdkPeer : IAsyncLifetime
{
    /// <summary>How long an answer or a notice may take on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MaxNotices = 4096;

    private readonly string _program;
    private readonly string _folder;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly Channel<JsonElement> _notices = Channel.CreateBounded<JsonElement>(MaxNotices);
    private readonly List<JsonElement> _passedOver = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private Exception? _failure;
    private int _lastId;
    private volatile bool _closing;

    /// <summary>The peer of this tree.</summary>
    public LdkPeer()
        : this(Program, Repository.Path("tests", "LightningRod.Peers.Tests", "ldk"))
    {
    }

    internal LdkPeer(string program, string folder) => (_program, _folder) = (program, folder);

    /// <summary>The program that runs the peer: what the environment variable NODE names, or <c>node</c>.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("NODE") is { Length: > 0 } node ? node : "node";

    /// <summary>The version of LDK that the peer greeted with.</summary>
    public Task<string> Version => _ready.Task;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _process = Start();
        _reading = ReadLines(_process);
        await Within(_ready.Task, "start");
    }

    /// <summary>Calls the peer.</summary>
    /// <typeparam name="T">What it answers with.</typeparam>
    /// <param name="call">The call's name.</param>
    /// <param name="arguments">Its arguments as an object's properties; null ones are left out.</param>
    /// <exception cref="LdkRefusalException">It was refused.</exception>
    public async Task<T> Call<T>(string call, object arguments)
    {
        var id = Interlocked.Increment(ref _lastId);
        var request = JsonSerializer.SerializeToNode(arguments, LdkJson.Options)!.AsObject();
        (request["id"], request["call"]) = (id, call);
        var answered = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answered;
        if (_failure is { } failure) throw Broken(failure);
        await Write(request);
        var answer = await Within(answered.Task, call);
        if (answer.TryGetProperty("ok", out var ok)) return ok.Deserialize<T>(LdkJson.Options)!;
        var reason = answer.GetProperty("error").GetString()!;
        throw reason.StartsWith("LDK panicked", StringComparison.Ordinal)
            ? new InvalidOperationException($"{call}: {reason}")
            : new LdkRefusalException(reason);
    }

    /// <summary>The reason of a refusal; a call that is not refused fails the test.</summary>
    /// <param name="call">The call.</param>
    public static async Task<string> Refusal(Task call) => (await Assert.ThrowsAsync<LdkRefusalException>(() => call)).Message;

    /// <summary>Waits for a notice; others are kept for later waiters.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="kind">Its kind, for example <c>connected</c>.</param>
    /// <param name="node">The number of the node that it is about.</param>
    public async Task<T> Notice<T>(string kind, int node)
    {
        for (var i = 0; i < _passedOver.Count; i++)
        {
            if (!Matches(_passedOver[i])) continue;
            var notice = _passedOver[i];
            _passedOver.RemoveAt(i);
            return notice.Deserialize<T>(LdkJson.Options)!;
        }

        while (true)
        {
            var notice = await Within(NextNotice(), $"the notice '{kind}' of node {node}");
            if (Matches(notice)) return notice.Deserialize<T>(LdkJson.Options)!;
            _passedOver.Add(notice);
        }

        bool Matches(JsonElement notice) => notice.GetProperty("notice").GetString() == kind && notice.GetProperty("node").GetInt32() == node;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _closing = true;
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            await _reading;
            if (process.ExitCode != 0) Fail(new InvalidOperationException($"the peer ended with code {process.ExitCode}"));
            process.Dispose();
        }

        _writing.Dispose();
        if (_failure is { } failure) throw Broken(failure);
    }

    private Process Start()
    {
        if (!Directory.Exists(Path.Combine(_folder, "node_modules", "lightningdevkit")))
            throw new InvalidOperationException($"The npm packages of {_folder} are missing: run ./test.sh once, it installs them.");
        try
        {
            return Process.Start(new ProcessStartInfo(_program, "peer.mjs")
            {
                WorkingDirectory = _folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"'{_program}' does not start ({e.Message}): run ./test.sh, it installs Node.js and sets NODE.", e);
        }
    }

    private async Task ReadLines(Process process)
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line) Take(JsonElement.Parse(line));
            if (!_closing) Fail(new InvalidOperationException("it ended by itself"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            Fail(e);
        }

        _notices.Writer.TryComplete();
    }

    private void Take(JsonElement line)
    {
        if (line.TryGetProperty("notice", out var kind))
        {
            if (kind.GetString() == "failed") Fail(new InvalidOperationException($"a failed notice: {line.GetProperty("error").GetString()}"));
            else if (!_notices.Writer.TryWrite(line)) Fail(new InvalidOperationException($"more than {MaxNotices} notices were not read"));
        }
        else if (line.TryGetProperty("ready", out _))
        {
            _ready.TrySetResult(line.GetProperty("ldk").GetString()!);
        }
        else if (_pending.TryRemove(line.GetProperty("id").GetInt32(), out var answered))
        {
            answered.TrySetResult(line);
        }
    }

    private void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _ready.TrySetException(Broken(failure));
        _notices.Writer.TryComplete();
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var answered)) answered.TrySetException(Broken(failure));
        }
    }

    private async Task<JsonElement> NextNotice()
    {
        try
        {
            return await _notices.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw Broken(_failure ?? e);
        }
    }

    private static InvalidOperationException Broken(Exception failure) => new($"The LDK peer broke: {failure.Message}", failure);

    private async Task Write(JsonObject request)
    {
        await _writing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _process!.StandardInput.WriteLineAsync(request.ToJsonString());
            await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static async Task<T> Within<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"LDK gave no answer to '{what}' within {Patience.TotalSeconds:0} seconds.", e);
        }
    }
}
