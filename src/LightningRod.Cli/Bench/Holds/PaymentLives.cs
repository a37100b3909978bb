using System.Collections.Immutable;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>Makes lives of payments, each of another hold; the same seed makes the same ones. Used by one thread at a time.</summary>
/// <param name="clients">The payers.</param>
/// <param name="seed">What they are drawn from.</param>
/// <param name="parts">How many parts each payment has.</param>
internal sealed class PaymentLives(IReadOnlyList<NodeId> clients, int seed, int parts = PaymentLives.UsualParts)
{
    /// <summary>Parts of the payments that benches play.</summary>
    internal const int UsualParts = 2;

    /// <summary>The height at which all of it happens.</summary>
    internal const uint Height = 900_000;

    private const int Nodes = 4;
    private const int LeastWindow = 200;
    private const int LargestWindow = 1_800;
    private const uint ForwardDelta = 40;
    private const uint OutgoingBeyondHold = 100;
    private const uint IncomingBeyondHold = 400;

    private static readonly Msat PartAmount = Msat.FromSatoshis(1_000);
    private static readonly HoldLimits Limits = HoldLimits.Default;

    private readonly Random _random = new(seed);

    /// <summary>Node ids, in order, so that a journal can be filled from one end to the other.</summary>
    internal static NodeId[] Clients(int count, int seed)
    {
        var random = new Random(seed);
        var ids = new NodeId[count];
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = 2;
            ids[i] = NodeId.TryParse(bytes, out var id) ? id : throw new InvalidOperationException("The bench's own node id was not taken.");
        }

        Array.Sort(ids);
        return ids;
    }

    /// <summary>A payment of any client.</summary>
    internal PaymentLife Next() => Next(clients[_random.Next(clients.Count)]);

    /// <summary>A payment of one client.</summary>
    internal PaymentLife Next(NodeId payer)
    {
        var (paymentId, hash, expiry) = (new PaymentId(Draw()), new PaymentHash(Draw()), new BlockHeight(Height + (uint)_random.Next(LeastWindow, LargestWindow)));
        var htlcs = new OfferedHtlc[parts];
        for (var i = 0; i < parts; i++) htlcs[i] = Htlc(hash, expiry);
        var steps = ImmutableArray.CreateBuilder<LifeStep>((3 * parts) + 2);
        Named(new RequestHold(PaymentHashList.Of(hash), expiry, new(PartAmount.Value * (ulong)parts), Limits));
        foreach (var htlc in htlcs) steps.Add(new(new OfferPart(htlc, ForwardDelta, null, NextIsActive: true), null));
        Named(new ShowPaymentId(paymentId));
        foreach (var htlc in htlcs) Named(new ReportPart(htlc.Key, PartReport.Released, PayerIsBack: true));
        foreach (var htlc in htlcs) Named(new ReportPart(htlc.Key, PartReport.Settled, PayerIsBack: true));
        return new(HeldPaymentActor.IdOf(payer, paymentId.Hash()), parts, steps.MoveToImmutable());

        void Named(ICommand command) => steps.Add(new(command, new(new Guid(Draw().Span[..16]))));
    }

    private OfferedHtlc Htlc(PaymentHash hash, BlockHeight expiry)
    {
        var key = new PartKey($"bench-{_random.Next(Nodes)}", new(Draw()), (ulong)_random.Next());
        var next = new NextHop(clients[_random.Next(clients.Count)], new ChannelId(Draw()), IsClient: true);
        return new(key, hash, PartAmount, expiry + IncomingBeyondHold, PartAmount, expiry + OutgoingBeyondHold, next);
    }

    private Bytes32 Draw()
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Size];
        _random.NextBytes(bytes);
        return new(bytes);
    }
}
