using System.Text.Json;
using System.Text.Json.Nodes;
using LightningRod.Client.Steps;
using LightningRod.Peering;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Relay;

/// <summary>The wallet's session with its LSP's relay: kept open while the client runs, dialled again when it ends. Thread-safe.</summary>
public sealed partial class RelaySession
{
    private readonly ClientParts _parts;
    private readonly PeerNode _node;
    private readonly PeerDialer _dialer;
    private readonly RelayCalls _calls;
    private readonly ILogger _logger;
    private volatile PeerSession? _session;
    private volatile RelayInfo? _info;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RelaySession(ClientParts parts, PeerNode node)
    {
        (_parts, _node) = (parts, node);
        // The relay's address is the user's own choice, not a stranger's.
        _dialer = new(node, publicOnly: false);
        _calls = new(parts.Options, parts.Time);
        _logger = parts.Services.Loggers.CreateLogger<RelaySession>();
    }

    /// <summary>The relay.</summary>
    public NodeId Relay => _parts.Identity.Relay;

    /// <summary>Whether the session is open.</summary>
    public bool IsOpen => _session is { IsClosing: false };

    /// <summary>What the relay told of itself the last time it was asked; null before.</summary>
    public RelayInfo? Info => _info;

    /// <summary>Waits until the session is open.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitOpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Task;
            if (IsOpen) return;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends an onion message and waits for the pong to a ping after it.</summary>
    /// <param name="message">The message; its first hop is the relay.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether the relay has taken it. If not, it may have all the same.</returns>
    public async Task<bool> SendAsync(OnionMessage message, CancellationToken cancellationToken)
    {
        if (_session is not { } session || session.TrySend(message) != SendOutcome.Queued) return false;
        return await session.PingAsync(0, cancellationToken).ConfigureAwait(false) == PingOutcome.Answered;
    }

    /// <summary>Asks for the relay's addresses, channel nodes and limits: <c>rod.get_info</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RelayAnswer<RelayInfo>> GetInfoAsync(CancellationToken cancellationToken)
    {
        var answer = (await CallAsync("rod.get_info", [], cancellationToken).ConfigureAwait(false))
            .Then(result => RelayInfo.Read((JsonElement)result) is { } info && info.Relay == Relay ? info : null);
        if (answer.TryGet(out var told, out _)) _info = told;
        return answer;
    }

    /// <summary>Names a device that the LSP may wake: <c>rod.set_device</c>.</summary>
    /// <param name="provider">How it is woken, for example <c>webhook</c>.</param>
    /// <param name="token">Where: a URL or a push token. A secret between wallet and LSP.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of its first wake-up.</returns>
    public async Task<RelayAnswer<DeviceRegistered>> SetDeviceAsync(string provider, string token, CancellationToken cancellationToken) =>
        (await CallAsync("rod.set_device", new JsonObject { ["provider"] = provider, [provider == "webhook" ? "url" : "token"] = token }, cancellationToken).ConfigureAwait(false))
            .Then(result => ((JsonElement)result).Text("first_wake_up") is { } first ? new DeviceRegistered(first) : null);

    /// <summary>Asks how a hold stands: <c>rod.hold_status</c>.</summary>
    /// <param name="paymentIdHash">The hold's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RelayAnswer<HoldStatus>> GetHoldStatusAsync(Bytes32 paymentIdHash, CancellationToken cancellationToken) =>
        (await CallAsync("rod.hold_status", new JsonObject { ["payment_id_hash"] = paymentIdHash.ToString() },
            cancellationToken).ConfigureAwait(false))
            .Then(result => HoldStatus.Read((JsonElement)result));

    /// <summary>Keeps the session open until the token is cancelled.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        var pause = _parts.Options.FirstPause;
        while (true)
        {
            if (await DialAsync(cancellationToken).ConfigureAwait(false) is { } session)
            {
                var reason = await session.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
                // Somebody else is this wallet too; to fight over the session would help nobody.
                pause = reason.Code == CloseCode.Replaced ? _parts.Options.LongestPause : _parts.Options.FirstPause;
            }
            else
            {
                _parts.Instruments.Retried("relay");
            }

            await Task.Delay(pause, _parts.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < _parts.Options.LongestPause ? pause * 2 : _parts.Options.LongestPause;
        }
    }

    internal bool OnOpened(PeerSession session)
    {
        if (session.RemoteId != Relay) return false;
        _session = session;
        _parts.Step(new ClientStep(ClientStepNames.RelayConnected));
        Tell();
        return true;
    }

    internal void OnFrame(PeerSession session, Lsps0Frame frame) => _calls.OnFrame(session, frame);

    internal void OnClosed(PeerSession session, CloseReason reason)
    {
        _calls.OnClosed(session);
        if (_session != session) return;
        _session = null;
        _parts.Step(new ClientStep(ClientStepNames.RelayLost) { Detail = $"{reason.Code}" });
        Tell();
    }

    private Task<RelayAnswer<object>> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        _calls.CallAsync(_session, method, parameters, cancellationToken);

    private async Task<PeerSession?> DialAsync(CancellationToken cancellationToken)
    {
        foreach (var address in _parts.Identity.RelayAddresses)
        {
            var result = await _dialer.DialAsync(address, _parts.RelayKey, cancellationToken).ConfigureAwait(false);
            if (result.TryGet(out var session, out var failure)) return session;
            Log.NotReached(_logger, address, failure);
        }

        return _node.Sessions.Find(Relay);
    }

    private void Tell() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    // The client has the event ids 2700 to 2799.
    private static partial class Log
    {
        [LoggerMessage(2700, LogLevel.Information, "The relay was not reached at {Address}: {Failure}.")]
        internal static partial void NotReached(ILogger logger, NetworkAddress address, Peering.Dialing.DialFailure failure);
    }
}

/// <summary>A device is registered.</summary>
/// <param name="FirstWakeUp">What became of the wake-up by which a new device is told: the LSP's word, for example <c>delivered</c>.</param>
public sealed record DeviceRegistered(string FirstWakeUp);
