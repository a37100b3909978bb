using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LightningRod.Peering;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Dialing;
using LightningRod.Relay.Reading;
using LightningRod.Relay.Sessions;
using LightningRod.Relay.Settings;
using LightningRod.Relay.Telemetry;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using SendOutcome = LightningRod.Ports.Messages.SendOutcome;
using SendStep = LightningRod.Peering.SendOutcome;
using SessionId = LightningRod.Ports.Messages.SessionId;

namespace LightningRod.Relay;

/// <summary>Our own BOLT 8 endpoint as a carrier of messages: it listens, dials, and has no channels.</summary>
/// <remarks>
/// <para>
/// A peer's ping is answered when every message that it sent before on the same session is taken (<see cref="OnionMessageReceived.Taken"/>); a custom
/// message is when the reader got it. So a peer that saw the pong may go offline. When that takes longer than
/// <see cref="RelayOptions.TakeTimeout"/>, the session is closed with a <c>warning</c> instead.
/// </para>
/// <para>
/// A slow reader loses nothing: up to <see cref="RelayOptions.TakeWindow"/> messages of a session wait for it, further ones at the peer, whose
/// connection is not read meanwhile. Each session waits for itself alone, and the reader gets the sessions' reports in turn, so that neither a flood
/// nor a stalled session keeps others or news of peers back. While nobody reads, messages wait in the same way; they are lost, and counted, only when
/// their session ends before a reader came. Their sender got no pong for them.
/// </para>
/// </remarks>
public sealed class RelayCarrier : IMessageCarrier
{
    /// <summary>The name of every relay in settings, logs and metrics.</summary>
    public const string DefaultName = "relay";

    private const int LongestReason = 512;

    private readonly RelayOptions _options;
    private readonly RelaySettings _settings;
    private readonly TimeProvider _time;
    private readonly Instruments _instruments;
    private readonly Intake _intake;
    private readonly PeerNode _node;
    private readonly PeerListener _listener;
    private readonly Dials _dials;

    /// <summary>Makes a relay; nothing listens before <see cref="Start"/>, but it may be read from, and it may dial.</summary>
    /// <param name="key">The relay's node key; stays the caller's, who disposes it after the relay.</param>
    /// <param name="options">Settings, the defaults when null.</param>
    /// <param name="services">Clock, logs, meters, resolver; the system's when null.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message names it.</exception>
    public RelayCarrier(PrivateKey key, RelayOptions? options = null, PeerServices? services = null)
    {
        _options = options ?? new();
        _options.Check();
        _settings = new(_options);
        services ??= new();
        _time = services.Time;
        _instruments = new(services.Meters);
        _intake = new(_options, _time, _instruments);
        var logger = services.Loggers.CreateLogger(typeof(RelayCarrier).FullName!);
        var ratesOf = services.RatesOf;
        services = services with { RatesOf = peer => ratesOf(peer) ?? (_settings.AddressesOf(peer).Count > 0 ? _options.PeerRates : null) };
        _node = new(key, _settings.Protocol, new SessionHandler(_intake, _instruments, logger), _options.Peering, services);
        _listener = new(_node, _settings.EndPoints);
        _dials = new(_node, _options, _settings, _time, logger);
    }

    /// <inheritdoc/>
    public string Name => DefaultName;

    /// <inheritdoc/>
    public NodeId NodeId => _node.Id;

    /// <inheritdoc/>
    public MessageCarrierCapabilities Capabilities { get; } = new()
    {
        ReceivesOnionMessages = true, SendsOnionMessages = true, CustomMessages = true, PushesPresence = true, Acknowledges = true, Dials = true,
    };

    /// <summary>Where others are told to reach the relay: the setting's addresses, for <c>rod.get_info</c>.</summary>
    public IReadOnlyList<NetworkAddress> Addresses => _settings.Addresses;

    /// <summary>Where it listens, with the real ports; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _listener.EndPoints;

    /// <summary>How many peers have a session.</summary>
    public int PeerCount => _node.Sessions.Count;

    /// <summary>Begins to listen. Best after the reading has begun, so that no message waits.</summary>
    /// <exception cref="SocketException">An endpoint could not be bound, for example because another process has it; none is bound then.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="ObjectDisposedException">It was stopped.</exception>
    public void Start() => _listener.Start();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Somebody reads already.</exception>
    public async IAsyncEnumerable<CarrierReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _intake.Begin();
        try
        {
            while (await _intake.NextAsync(cancellationToken).ConfigureAwait(false) is { } report) yield return report;
        }
        finally
        {
            _intake.End();
        }
    }

    /// <inheritdoc/>
    public ValueTask<SendOutcome> SendAsync(NodeId peer, PeerMessage message, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SendOutcome>(cancellationToken);
        if (!Carries(message)) return new(SendOutcome.NotSupported);
        return new(_node.Sessions.Find(peer)?.TrySend(message) switch
        {
            SendStep.Queued => SendOutcome.Sent,
            SendStep.Busy => SendOutcome.Busy,
            _ => SendOutcome.PeerGone,
        });
    }

    /// <summary>
    /// Sends messages over one session and waits for the pong to a ping sent after them. Batches of one session go one after the other. When the
    /// peer takes a batch in so slowly that <see cref="RelayOptions.DeliverTimeout"/> passes, the session is closed.
    /// </summary>
    /// <inheritdoc/>
    public async ValueTask<SendOutcome> DeliverAsync(
        SessionId session, IReadOnlyList<PeerMessage> messages, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!messages.All(Carries)) return SendOutcome.NotSupported;
        if (_intake.Find(session) is not { Session.IsClosing: false } found) return SendOutcome.PeerGone;
        using var activity = Instruments.Activities.StartActivity("relay.deliver", ActivityKind.Producer);
        activity?.SetTag("messages", messages.Count);
        var began = _time.GetTimestamp();
        SendOutcome? outcome = null;
        try
        {
            using var deadline = new CancellationTokenSource(_options.DeliverTimeout, _time);
            outcome = await found.Deliveries.DeliverAsync(messages, deadline.Token, cancellationToken).ConfigureAwait(false);
            return outcome.Value;
        }
        finally
        {
            if (outcome != SendOutcome.Acknowledged) activity?.SetStatus(ActivityStatusCode.Error, outcome?.ToString());
            _instruments.Delivered(outcome, _time.GetElapsedTime(began));
        }
    }

    /// <summary>Not supported: nobody but the relay itself opens its messages.</summary>
    /// <inheritdoc/>
    public ValueTask<SendOutcome> InjectAsync(OnionMessage incoming, CancellationToken cancellationToken = default) => new(SendOutcome.NotSupported);

    /// <summary>
    /// Connects with a peer, unless it is connected. One dial for a peer is in progress at a time; other calls wait for it, and dial themselves when
    /// it failed and they know other addresses. Addresses of the settings for this peer are tried first; of the others only public ones, and no
    /// more than eight.
    /// </summary>
    /// <inheritdoc/>
    public async Task<DialOutcome> DialAsync(NodeId peer, IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken = default)
    {
        DialOutcome? outcome = null;
        try
        {
            outcome = await _dials.DialAsync(peer, addresses, cancellationToken).ConfigureAwait(false);
            return outcome.Value;
        }
        finally
        {
            _instruments.Dialled(outcome);
        }
    }

    /// <summary>
    /// Begins to close a session, if it is still open: what is queued still goes out, then the reason as a <c>warning</c>. Does not wait for the end,
    /// so that the reader itself may call it.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask CloseAsync(SessionId session, string reason, CancellationToken cancellationToken = default)
    {
        var said = reason.Length > LongestReason ? reason[..LongestReason] : reason;
        _intake.Find(session)?.Session.Close(said, new Warning(said));
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Stops: nothing is accepted or dialled any more, sessions send what is queued and close, the reader is told that they are gone, and the reading
    /// ends. Not to be awaited by the reader.
    /// </summary>
    /// <param name="cancellationToken">Makes an end of politeness: sessions are cut off.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _node.StopAsync(cancellationToken).ConfigureAwait(false);
        await _dials.DrainAsync().ConfigureAwait(false);
        _intake.Complete();
    }

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _instruments.Dispose();
    }

    private static bool Carries(PeerMessage message) => message is OnionMessage || message.Type >= MessageType.CustomFirst;
}
