using System.Diagnostics;
using LightningRod.Peering;
using LightningRod.Peering.Dialing;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Settings;
using LightningRod.Relay.Telemetry;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Relay.Dialing;

/// <summary>Connects with nodes: one dial in progress for each, whoever asks. Thread-safe.</summary>
/// <remarks>
/// Addresses are tried one after the other: first those that the operator named for the node, which may be private, then those of the call, which a
/// stranger may have named. How many dials may be in progress is bounded by Peering.
/// </remarks>
internal sealed partial class Dials(PeerNode node, RelayOptions options, RelaySettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>Most addresses of one call that are tried.</summary>
    internal const int MostAddresses = 8;

    /// <summary>How often a call waits for somebody else's dial before it says that the node is not reached.</summary>
    private const int MostWaits = 4;

    private readonly PeerDialer _public = new(node, publicOnly: true);
    private readonly PeerDialer _any = new(node, publicOnly: false);
    private readonly Lock _lock = new();
    private readonly Dictionary<NodeId, Dial> _inProgress = [];

    /// <summary>Connects, or waits for who does already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; a dial that others may wait for goes on.</exception>
    internal async Task<DialOutcome> DialAsync(NodeId peer, IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!peer.ToPublicKey(out var key) || peer == node.Id) return DialOutcome.Unreachable;
        NetworkAddress[] wanted = [.. addresses.Distinct().Take(MostAddresses)];
        for (var i = 0; i < MostWaits; i++)
        {
            if (IsConnected(peer)) return DialOutcome.Connected;
            Dial dial;
            bool isOwn;
            lock (_lock)
            {
                isOwn = !_inProgress.TryGetValue(peer, out dial!);
                // The dial is nobody's and everybody's: it ends by its own time-out, and when the node stops.
                if (isOwn) _inProgress[peer] = dial = new(wanted, StartAsync(peer, key, wanted));
            }

            var outcome = await dial.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (isOwn || outcome == DialOutcome.Connected || !wanted.Except(dial.Addresses).Any()) return outcome;
        }

        return IsConnected(peer) ? DialOutcome.Connected : DialOutcome.Unreachable;
    }

    /// <summary>Waits for the dials in progress; for a node that stops.</summary>
    internal Task DrainAsync()
    {
        lock (_lock) return Task.WhenAll(_inProgress.Values.Select(dial => dial.Outcome));
    }

    private bool IsConnected(NodeId peer) => node.Sessions.Find(peer) is { IsClosing: false };

    private async Task<DialOutcome> StartAsync(NodeId peer, PublicKey key, NetworkAddress[] addresses)
    {
        // Off the caller's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var activity = Instruments.Activities.StartActivity("relay.dial", ActivityKind.Client);
        try
        {
            using var timeout = new CancellationTokenSource(options.DialTimeout, time);
            var outcome = await TryAllAsync(peer, key, addresses, timeout.Token).ConfigureAwait(false);
            if (outcome != DialOutcome.Connected) activity?.SetStatus(ActivityStatusCode.Error, outcome.ToString());
            return outcome;
        }
        catch (OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "timeout");
            return IsConnected(peer) ? DialOutcome.Connected : DialOutcome.Unreachable;
        }
        finally
        {
            lock (_lock) _inProgress.Remove(peer);
        }
    }

    private async Task<DialOutcome> TryAllAsync(NodeId peer, PublicKey key, NetworkAddress[] addresses, CancellationToken cancellationToken)
    {
        var known = settings.AddressesOf(peer);
        var outcome = DialOutcome.Forbidden;
        if (known.Count + addresses.Length == 0) return DialOutcome.Unreachable;
        foreach (var address in known.Concat(addresses.Where(address => !known.Contains(address))))
        {
            var dialer = options.AllowPrivateAddresses || known.Contains(address) ? _any : _public;
            var result = await dialer.DialAsync(address, key, cancellationToken).ConfigureAwait(false);
            // The peer may have dialled meanwhile; then one of the two sessions stays.
            if (result.TryGet(out _, out var failure) || IsConnected(peer)) return DialOutcome.Connected;
            Log.Failed(logger, peer, failure);
            if (failure.Code is not (DialFailureCode.NotPublic or DialFailureCode.OnionService)) outcome = DialOutcome.Unreachable;
        }

        return outcome;
    }

    private sealed record Dial(NetworkAddress[] Addresses, Task<DialOutcome> Outcome);

    private static partial class Log
    {
        [LoggerMessage(2110, LogLevel.Debug, "{Node} was not reached: {Failure}.")]
        internal static partial void Failed(ILogger logger, NodeId node, DialFailure failure);
    }
}
