using LightningRod.Actors.HeldPayment;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Engine;
using LightningRod.Engine.Fabric;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Intercept;

/// <summary>Makes HTLCs of strangers and of clients, and offers them at a node. HTLCs of clients are made by one task at a time.</summary>
internal sealed class HtlcSource
{
    private const int Clients = 200;
    private const int Strangers = 50;
    private const uint StrangersExpiry = PaymentLives.Height + 144;
    private const uint ForwardDelta = 40;

    private static readonly NodeId[] Peers = PaymentLives.Clients(Clients + Strangers, seed: 0);
    private static readonly Msat Amount = Msat.FromSatoshis(1_000);

    private readonly IReadOnlyList<NodeChannel> _channels;
    private readonly PaymentLives _lives = new(Peers, seed: 1);
    private long _lastHtlc;

    internal HtlcSource()
    {
        _channels = [.. Peers.Select((peer, number) => new NodeChannel
        {
            Channel = new(Bytes32.Sha256(BitConverter.GetBytes(number))),
            Peer = peer,
            ShortChannelId = new(800_000, (uint)number, 0),
            IsActive = true,
            IsAnnounced = number >= Clients,
            Capacity = Msat.FromSatoshis(10_000_000),
        })];
        Node = new(_channels);
    }

    internal OfferingNode Node { get; }

    /// <summary>How many clients the node has.</summary>
    internal static int ClientCount => Clients;

    /// <summary>Offers HTLCs of a stranger for another stranger.</summary>
    internal async Task OfferOfStrangersAsync(int count, CancellationToken cancel)
    {
        for (var i = 0; i < count; i++)
        {
            var number = Interlocked.Increment(ref _lastHtlc);
            var from = _channels[Clients + (int)(number % Strangers)];
            var to = _channels[Clients + (int)((number + 1) % Strangers)];
            var hash = new PaymentHash(Bytes32.Sha256(BitConverter.GetBytes(number)));
            await Node.OfferAsync(Offer(number, from, to, hash, new(StrangersExpiry + ForwardDelta), new(StrangersExpiry)), ofClient: false, cancel);
        }
    }

    /// <summary>A client asks for a hold, and its payment comes in all its parts.</summary>
    internal async Task OfferOfClientAsync(EngineHost host, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _lastHtlc);
        var from = _channels[(int)(number % Clients)];
        var life = _lives.Next(from.Peer);
        var asked = await host.Fabric.AskAsync(life.Hold, life.Steps[0].Command, cancel: cancel);
        if (asked is not AskResult.Replied { Reply: HoldAnswered { Ack.Accepted: not null } })
            throw new InvalidOperationException($"The bench's own hold was not accepted: {asked}.");
        foreach (var part in life.Steps.Select(step => step.Command).OfType<OfferPart>())
        {
            var id = Interlocked.Increment(ref _lastHtlc);
            var to = _channels[(int)((id + 1) % Clients)];
            await Node.OfferAsync(Offer(id, from, to, part.Htlc.Hash, part.Htlc.IncomingExpiry, part.Htlc.OutgoingExpiry), ofClient: true, cancel);
        }
    }

    private static HtlcOffer Offer(
        long number, NodeChannel from, NodeChannel to, PaymentHash hash, BlockHeight incoming, BlockHeight outgoing) => new()
    {
        Key = new(OfferingNode.Name, from.Channel, (ulong)number),
        PaymentHash = hash,
        IncomingPeer = from.Peer,
        IncomingAmount = Amount,
        OutgoingAmount = Amount,
        IncomingExpiry = incoming,
        OutgoingExpiry = outgoing,
        NextHop = Ports.Channels.NextHop.Of(to.ShortChannelId!.Value),
        NextPeer = to.Peer,
        MayBeReplay = false,
    };
}
