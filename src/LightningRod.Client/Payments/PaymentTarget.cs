using LightningRod.Client.Wallet;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Payments;

/// <summary>One payment hash that is to be paid, whichever kind of invoice asks for it.</summary>
/// <param name="Hash">The payment hash.</param>
/// <param name="Amount">What the payee is to get.</param>
/// <param name="ExpiresAt">The last moment in which it can be paid, unix seconds, UTC.</param>
/// <param name="AllowsParts">Whether it may be paid by several HTLCs.</param>
/// <param name="MinFinalDelta">Blocks that the payee wants; 0 for blinded paths, whose blocks include them.</param>
/// <param name="Legs">The last legs of the way, the preferred one first.</param>
internal sealed record PaymentTarget(PaymentHash Hash, Msat Amount, ulong ExpiresAt, bool AllowsParts, uint MinFinalDelta,
    IReadOnlyList<LastLeg> Legs)
{
    internal static PaymentTarget Of(Bolt11Invoice invoice, Msat amount)
    {
        var terms = invoice.Terms;
        var secret = new PaymentData(terms.PaymentSecret, amount);
        var payee = new NodeId(invoice.Payee);
        LastLeg Leg(IReadOnlyList<RouteHop> hops) => new HintedLeg(hops, invoice.Payee, secret, terms.PaymentMetadata);
        IEnumerable<LastLeg> legs = terms.RouteHints.Where(hint => hint.Hops.Count > 0).Select(hint => Leg([.. hint.Hops.Select(Hop)]));
        if (terms.RouteHints.Count == 0) legs = [new HintedLeg([], invoice.Payee, secret, terms.PaymentMetadata)];
        return new(
            terms.PaymentHash, amount, terms.ExpiresAt, terms.Features.Has(FeatureBit.BasicMpp),
            terms.MinFinalCltvExpiryDelta ?? Bolt11Terms.DefaultMinFinalCltvExpiryDelta, [.. legs]);
    }

    internal static PaymentTarget Of(Bolt12Invoice invoice) => new(
        invoice.PaymentHash, invoice.Amount, invoice.ExpiresAt, invoice.Fields.AllowsMultiPart, 0,
        [.. invoice.Fields.UsablePaths.Where(path => path.Path.Introduction.NodeId is not null)
            .Select(path => new BlindedLeg(path, invoice.Amount))]);

    private static RouteHop Hop(RouteHintHop hop) =>
        new(hop.NodeId, hop.ShortChannelId, new PaymentRelay(hop.CltvExpiryDelta, hop.FeeProportionalMillionths, hop.FeeBaseMsat));
}

/// <summary>The end of a payment's way, as the invoice tells it.</summary>
internal abstract record LastLeg
{
    /// <summary>Where the leg begins.</summary>
    internal abstract NodeId Start { get; }

    /// <summary>Blocks that the leg adds.</summary>
    internal abstract uint Delta { get; }

    /// <summary>What must arrive at <see cref="Start"/>.</summary>
    internal abstract Msat AmountAtStart(Msat amount);

    /// <summary>Whether an HTLC of an amount may go this way.</summary>
    internal abstract bool Carries(Msat amount);

    /// <summary>The hops from <see cref="Start"/> on.</summary>
    /// <returns>False when a node id is no point of the curve.</returns>
    internal abstract bool TryAdd(List<(PublicKey Key, PaymentPayload Payload)> hops, Msat amount, BlockHeight finalExpiry);

    /// <summary>Adds forwarding hops in the order of the way, and tells what the first of them must get.</summary>
    internal static (Msat Amount, BlockHeight Expiry, bool Ok) AddHops(
        List<(PublicKey Key, PaymentPayload Payload)> hops, IReadOnlyList<RouteHop> route, Msat amount, BlockHeight expiry)
    {
        var at = hops.Count;
        for (var i = route.Count - 1; i >= 0; i--)
        {
            if (!route[i].Node.ToPublicKey(out var key)) return (amount, expiry, false);
            hops.Insert(at, (key, new PaymentPayload { AmountToForward = amount, OutgoingCltv = expiry, ShortChannelId = route[i].Channel }));
            amount = route[i].Terms.AmountToReceive(amount);
            expiry += route[i].Terms.CltvExpiryDelta;
        }

        return (amount, expiry, true);
    }
}

/// <summary>Over the channels of a route hint, or straight to the payee.</summary>
internal sealed record HintedLeg(IReadOnlyList<RouteHop> Hops, PublicKey Payee, PaymentData Secret, ByteString? Metadata) : LastLeg
{
    internal override NodeId Start => Hops.Count > 0 ? Hops[0].Node : new NodeId(Payee);

    internal override uint Delta => (uint)Hops.Sum(hop => hop.Terms.CltvExpiryDelta);

    internal override Msat AmountAtStart(Msat amount) => Hops.Reverse().Aggregate(amount, (sum, hop) => hop.Terms.AmountToReceive(sum));

    internal override bool Carries(Msat amount) => true;

    internal override bool TryAdd(List<(PublicKey Key, PaymentPayload Payload)> hops, Msat amount, BlockHeight finalExpiry)
    {
        var (_, _, ok) = AddHops(hops, Hops, amount, finalExpiry);
        hops.Add((Payee, new PaymentPayload { AmountToForward = amount, OutgoingCltv = finalExpiry, PaymentData = Secret,
            PaymentMetadata = Metadata }));
        return ok;
    }
}

/// <summary>Over a blinded path of a BOLT 12 invoice.</summary>
internal sealed record BlindedLeg(PaymentPath Way, Msat Total) : LastLeg
{
    internal override NodeId Start => Way.Path.Introduction.NodeId!.Value;

    internal override uint Delta => Way.PayInfo.CltvExpiryDelta;

    internal override Msat AmountAtStart(Msat amount) =>
        new PaymentRelay(0, Way.PayInfo.FeeProportionalMillionths, Way.PayInfo.FeeBaseMsat).AmountToReceive(amount);

    internal override bool Carries(Msat amount) => amount >= Way.PayInfo.HtlcMinimum && amount <= Way.PayInfo.HtlcMaximum;

    internal override bool TryAdd(List<(PublicKey Key, PaymentPayload Payload)> hops, Msat amount, BlockHeight finalExpiry)
    {
        if (!Start.ToPublicKey(out var first)) return false;
        for (var i = 0; i < Way.Path.Hops.Count; i++)
        {
            var (hop, isLast) = (Way.Path.Hops[i], i == Way.Path.Hops.Count - 1);
            var payload = new PaymentPayload { EncryptedRecipientData = hop.EncryptedData, CurrentPathKey = i == 0 ? Way.Path.FirstPathKey : null };
            if (isLast) payload = payload with { AmountToForward = amount, OutgoingCltv = finalExpiry, TotalAmount = Total };
            // The first node learns the path key from its payload, so its layer is made for its real key.
            hops.Add((i == 0 ? first : hop.BlindedNodeId, payload));
        }

        return true;
    }
}
