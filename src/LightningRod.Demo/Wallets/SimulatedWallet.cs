using System.Net;
using System.Runtime.CompilerServices;
using LightningRod.Client.Wallet;
using LightningRod.Simulation.Protocol;
using LightningRod.Simulation.Client;
using HtlcArrived = LightningRod.Simulation.Network.HtlcArrived;
using HtlcEnd = LightningRod.Simulation.Network.HtlcEnd;
using SentHtlcEnded = LightningRod.Simulation.Network.SentHtlcEnded;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Wallets;

/// <summary>A phone's channels in the simulated network. It is online as long as it is watched.</summary>
/// <param name="settings">Its channels.</param>
/// <param name="patience">Done when HTLCs may be sent.</param>
internal sealed class SimulatedWallet(WalletSettings settings, Task patience) : IWallet, IAsyncDisposable
{
    private readonly SimulationClient _network = new(new(IPAddress.Loopback, settings.NetworkPort));

    private string Name => settings.Name;

    public async ValueTask<BlockHeight> GetHeightAsync(CancellationToken cancellationToken) =>
        (await _network.SendAsync(new GetStatus(), cancellationToken)).Height;

    public async ValueTask<bool> CanReceiveAsync(CancellationToken cancellationToken) =>
        (await _network.SendAsync(new ListChannels(Name), cancellationToken)).Any(static channel => channel.IsActive);

    public ValueTask<IReadOnlyList<InboundChannel>> GetInboundAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<InboundChannel>>(
        [new(settings.PeerId, settings.ScidOfOwnChannel, settings.PeerPolicy.ToRelay(), new(1), Msat.FromSatoshis(1_000_000))]);

    public ValueTask<IReadOnlyList<RouteHop>?> FindRouteAsync(NodeId destination, Msat amount, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RouteHop>?>(
            destination == settings.PeerId ? []
            : destination == settings.FarNodeId && settings.ScidOfMiddle is { } middle ? [new(settings.PeerId, middle, settings.PeerPolicy.ToRelay())]
            : null);

    public ValueTask<IReadOnlyList<NetworkAddress>> FindAddressesAsync(NodeId node, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<NetworkAddress>>([]);

    public async ValueTask<SendPartOutcome> SendPartAsync(PartToSend part, CancellationToken cancellationToken)
    {
        await patience.WaitAsync(cancellationToken);
        var request = new SendHtlc(Name, settings.OwnChannel, part.Amount, part.Expiry, part.Hash, part.Onion) { Reference = part.Reference };
        var reply = await _network.SendAsync(request, cancellationToken);
        return reply.Refusal is { } why ? SendPartOutcome.Refused(why) : SendPartOutcome.Sent;
    }

    public async ValueTask<PartStatus> FindPartAsync(string reference, PaymentHash hash, CancellationToken cancellationToken)
    {
        var rows = await _network.SendAsync(new ListHtlcs(Name, hash), cancellationToken);
        if (rows.FirstOrDefault(row => row.Sender == Name && row.Reference == reference) is not { } row) return new PartStatus.NeverSent();
        return row.Pending ? new PartStatus.Pending() : row.End switch
        {
            HtlcEnd.Settled settled => new PartStatus.Settled(settled.Preimage),
            HtlcEnd.Failed failed => new PartStatus.Failed(failed.Packet),
            _ => new PartStatus.Failed(default),
        };
    }

    public async ValueTask ClaimAsync(HtlcName htlc, PaymentPreimage preimage, CancellationToken cancellationToken)
    {
        if (await IsPendingAsync(htlc, cancellationToken)) await _network.SendAsync(new ClaimHtlc(Name, htlc.Channel, htlc.Id, preimage), cancellationToken);
    }

    public async ValueTask FailAsync(HtlcName htlc, PartFailure failure, CancellationToken cancellationToken)
    {
        if (!await IsPendingAsync(htlc, cancellationToken)) return;
        await _network.SendAsync(new FailHtlc(Name, htlc.Channel, htlc.Id) { Packet = failure.Packet }, cancellationToken);
    }

    public async IAsyncEnumerable<WalletEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var report in _network.WatchWalletAsync(Name, presence: true, cancellationToken))
        {
            yield return report switch
            {
                HtlcArrived htlc => new PartArrived(new(htlc.Channel, htlc.HtlcId), htlc.Hash, htlc.Amount, htlc.Expiry, htlc.Onion, htlc.PathKey),
                SentHtlcEnded ended => new PartChanged(ended.Hash),
                _ => new WalletChanged(),
            };
        }
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    private async Task<bool> IsPendingAsync(HtlcName htlc, CancellationToken cancellationToken) =>
        (await _network.SendAsync(new ListHtlcs(Name), cancellationToken)).Any(
            row => row.Receiver == Name && row.Channel == htlc.Channel && row.HtlcId == htlc.Id && row is { Pending: true, End: null });
}
