using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Telemetry;
using LightningRod.Flows.WakeUps;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>All ways of messages through one member: onion messages, mail, links to other relays, LSPS0 requests, wake-ups.</summary>
/// <remarks>
/// Order: make it, <see cref="AddHandlers"/>, make and start the engine, <see cref="StartAsync"/>, <see cref="Read"/> for each carrier.
/// <see cref="StopAsync"/> comes before the engine's. Thread-safe but for <see cref="Methods"/>, which is filled before the first reading.
/// </remarks>
public sealed class MessageFlow : IAsyncDisposable
{
    private readonly MessageFlowParts _parts;
    private readonly NodeId _relay;
    private readonly Instruments _instruments = Instruments.Shared;
    private readonly IDisposable _gauges;
    private readonly Calls _calls;
    private readonly Links _links;
    private readonly Presence _presence;
    private readonly WakeUpPool _pool;
    private readonly DeviceVault _vault;
    private readonly MessageIn _messages;
    private readonly RequestIn _requests;
    private readonly OwnedTasks _tasks = new();
    private readonly CancellationTokenSource _stopReading = new();
    private readonly CancellationTokenSource _stopWork = new();
    private readonly Lock _gate = new();
    private readonly List<IMessageCarrier> _carriers = [];

    /// <summary>Makes the ways; nothing runs yet.</summary>
    /// <param name="parts">What they are made of.</param>
    public MessageFlow(MessageFlowParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _relay = new(parts.RelayKey.PublicKey);
        _vault = new(parts.InstallSecret.Span);
        _calls = new(parts.Flow, parts.Options);
        _links = new(_calls, _vault, parts.Options.Links);
        _presence = new(_calls, _relay, parts.Member, HasMailbox, _links.Emptied, _instruments);
        var dialer = new LinkDialer(_calls, FindDialer, _presence, _links, _instruments);
        _pool = new([.. parts.Providers, dialer], parts.WakeUps, _instruments);
        var (triggers, onward) = (new Triggers(_calls, _instruments), new Onward(_calls, _presence, _links));
        var holds = new HoldDesk(_calls, _relay, _instruments);
        _messages = new(_calls, parts.RelayKey, triggers, onward, holds, parts.Options, _instruments);
        Methods = new();
        Methods.Add(new ListProtocols(Methods))
            .Add(new GetInfo(parts.Describe, _pool))
            .Add(new SetDevice(_calls, _vault, _pool, parts.Requests))
            .Add(new HoldStatusMethod(_calls, parts.Requests));
        _requests = new(_calls, Methods, parts.Requests, _instruments);
        _gauges = Instruments.Observe(() => _presence.Told, () => _links.Count);
    }

    /// <summary>The LSPS0 methods; others can be added.</summary>
    public RequestMethods Methods { get; }

    /// <summary>Adds the handlers of effects for <c>session/...</c> and <c>wakeup/...</c>.</summary>
    /// <param name="handlers">The engine's.</param>
    /// <returns>The same handlers.</returns>
    public EffectHandlers AddHandlers(EffectHandlers handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        return handlers
            .Add(MailDelivery.Prefix, new MailDelivery(_presence))
            .Add(WakeUpDelivery.Prefix, new WakeUpDelivery(_calls, _vault, _pool, _parts.WakeUps, _instruments));
    }

    /// <summary>Recalls for which relays messages are kept. The engine runs, and clients are known.</summary>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="JournalUnavailableException">The storage failed; ask again.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await foreach (var (actor, view) in _calls.Journal.ReadViewsAsync(MailboxActor.KindName, null, includeOver: false, cancel))
        {
            if (view.Amount > 0 && NodeId.TryParse(actor.Client.Span, out var node) && _calls.FindClient(node) is null) _links.Recall(node);
        }
    }

    /// <summary>Begins to read a carrier. The one that has the relay's node id dials other relays.</summary>
    /// <param name="carrier">The carrier; it stays the caller's to dispose, after <see cref="StopAsync"/>.</param>
    public void Read(IMessageCarrier carrier)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        lock (_gate) _carriers.Add(carrier);
        var reader = new CarrierReader(carrier, _relay, _calls, _messages, _requests, _presence, _parts.Options);
        _tasks.Run(_calls.Logger(nameof(CarrierReader)), "reading a carrier", () => reader.RunAsync(_stopReading.Token, _stopWork.Token));
    }

    /// <summary>Stops reading, waits for what was begun, and cuts off what is not done by the deadline. Sessions are left to the carriers.</summary>
    /// <param name="deadline">How long that may take.</param>
    public async Task StopAsync(TimeSpan deadline)
    {
        _stopReading.Cancel();
        await _tasks.IdleAsync().WaitAsync(deadline, _calls.Time)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _stopWork.Cancel();
        await _tasks.IdleAsync();
        await _presence.StopAsync();
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _presence.Dispose();
        _pool.Dispose();
        _gauges.Dispose();
        _stopReading.Dispose();
        _stopWork.Dispose();
    }

    private bool HasMailbox(NodeId node) => _calls.FindClient(node) is not null || _links.Has(node);

    private IMessageCarrier? FindDialer()
    {
        lock (_gate) return _carriers.Find(carrier => carrier.NodeId == _relay && carrier.Capabilities.Dials);
    }
}
