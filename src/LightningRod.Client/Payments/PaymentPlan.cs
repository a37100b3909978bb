using LightningRod.Client.Relay;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Payments;

/// <summary>The parts of a payment: amounts, heights, onions.</summary>
/// <param name="Window">The hold window, blocks.</param>
/// <param name="HoldExpiry">The last height at which the hold may be opened.</param>
/// <param name="Parts">The parts, with onions.</param>
internal sealed record PaymentPlan(uint Window, BlockHeight HoldExpiry, IReadOnlyList<StoredPart> Parts)
{
    internal const int MostParts = 32;
    private const ulong SecondsPerBlock = 600;

    private sealed record Way(PaymentTarget Target, LastLeg Leg, IReadOnlyList<RouteHop> Route, uint Delta, Msat[] Shares);

    /// <summary>Finds ways, chooses the window and makes the onions. Sends nothing.</summary>
    internal static async Task<(PaymentPlan? Plan, PaymentRefusal? Refusal)> MakeAsync(
        ClientParts parts, IReadOnlyList<PaymentTarget> targets, StoredOrder order, Bytes32 id, RelayInfo? info, CancellationToken cancellationToken)
    {
        var height = await parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        var ways = new List<Way>();
        foreach (var target in targets)
        {
            if (target.ExpiresAt < parts.Now) return (null, new(PaymentRefusalCode.Expired, $"The invoice {target.Hash} expired."));
            if (order.Parts > 1 && !target.AllowsParts)
                return (null, new(PaymentRefusalCode.BadParts, $"The invoice {target.Hash} must be paid by one HTLC, not by {order.Parts}."));
            if (target.Amount.Value < (ulong)order.Parts)
                return (null, new(PaymentRefusalCode.BadParts, $"{target.Amount} cannot be paid in {order.Parts} parts."));
            if (await FindWayAsync(parts, target, order.Parts, cancellationToken).ConfigureAwait(false) is not { } way)
                return (null, new(PaymentRefusalCode.NoRoute, $"The wallet knows no way for {target.Amount} to the payee."));
            ways.Add(way);
        }

        var (window, refusal) = Choose(parts, ways, order, info);
        if (refusal is not null) return (null, refusal);
        var returnDelta = info?.ReturnDelta ?? parts.Options.ReturnDelta;
        // One hold has one expiry height, below the lowest of all parts.
        var made = new List<StoredPart>();
        var holdExpiry = new BlockHeight(uint.MaxValue);
        foreach (var way in ways)
        {
            var times = HoldTimes.Of(height, window, way.Target.MinFinalDelta, way.Delta, returnDelta);
            if (times.HoldExpiry < holdExpiry) holdExpiry = times.HoldExpiry;
            foreach (var share in way.Shares)
            {
                if (MakePart($"{id.ToString()[..16]}-{made.Count}", way, share, times) is not { } part)
                    return (null, new(PaymentRefusalCode.NoRoute, "A node on the way has an id that is no key."));
                made.Add(part);
            }
        }

        var sum = made.Aggregate(default(UInt128), (total, part) => total + part.Amount);
        if (sum > Msat.Max.Value || (info is not null && sum > info.MaxAmount.Value))
            return (null, new(PaymentRefusalCode.OverLimit, $"{sum} msat are more than the LSP holds at a time."));
        return (new PaymentPlan(window, holdExpiry, made), null);
    }

    private static async Task<Way?> FindWayAsync(ClientParts parts, PaymentTarget target, int count, CancellationToken cancellationToken)
    {
        var shares = new Msat[count];
        var each = target.Amount.Value / (ulong)count;
        Array.Fill(shares, new Msat(each));
        shares[0] = new Msat(target.Amount.Value - (each * (ulong)(count - 1)));
        foreach (var leg in target.Legs)
        {
            if (!shares.All(leg.Carries)) continue;
            var route = leg.Start == parts.Self
                ? null
                : await parts.Wallet.FindRouteAsync(leg.Start, leg.AmountAtStart(target.Amount), cancellationToken).ConfigureAwait(false);
            if (route is not null) return new(target, leg, route, leg.Delta + (uint)route.Sum(hop => hop.Terms.CltvExpiryDelta), shares);
        }

        return null;
    }

    private static (uint Window, PaymentRefusal? Refusal) Choose(ClientParts parts, List<Way> ways, StoredOrder order, RelayInfo? info)
    {
        if (info is not null && ways.Count > info.MaxHashes)
            return (0, new(PaymentRefusalCode.OverLimit, $"{ways.Count} payment hashes are more than the {info.MaxHashes} that the LSP holds at a time."));
        var returnDelta = info?.ReturnDelta ?? parts.Options.ReturnDelta;
        var byHtlc = ways.Min(way => HoldTimes.LongestWindow(way.Target.MinFinalDelta, way.Delta, returnDelta));
        var byInvoice = (uint)Math.Min(uint.MaxValue, ways.Min(way => way.Target.ExpiresAt - parts.Now) / SecondsPerBlock);
        var byLsp = info?.MaxWindow ?? uint.MaxValue;
        var window = order.Window ?? Math.Min(Math.Min(parts.Options.Window, byLsp), Math.Min(byHtlc, byInvoice));
        if (window > byHtlc)
        {
            return (0, new(
                PaymentRefusalCode.WindowTooLong,
                $"A window of {window} blocks makes HTLCs of more than {HoldTimes.MostBlocks} blocks; at most {byHtlc} are possible on this way."));
        }

        if (window > byInvoice)
            return (0, new(PaymentRefusalCode.InvoiceTooShort, $"The invoice can be paid for about {byInvoice} blocks only, not for {window}."));
        if (window > byLsp) return (0, new(PaymentRefusalCode.OverLimit, $"The LSP holds for at most {byLsp} blocks, not for {window}."));
        return window < parts.Options.MinWindow
            ? (0, new(PaymentRefusalCode.WindowTooShort, $"A window of {window} blocks is less than {parts.Options.MinWindow}."))
            : (window, null);
    }

    private static StoredPart? MakePart(string reference, Way way, Msat share, HoldTimes times)
    {
        var hops = new List<(PublicKey Key, PaymentPayload Payload)>();
        if (!way.Leg.TryAdd(hops, share, times.FinalExpiry)) return null;
        var before = new List<(PublicKey Key, PaymentPayload Payload)>();
        var (amount, expiry, ok) = LastLeg.AddHops(before, way.Route, way.Leg.AmountAtStart(share), times.FinalExpiry + way.Leg.Delta);
        if (!ok) return null;
        hops.InsertRange(0, before);
        if (expiry < times.OwnExpiry) expiry = times.OwnExpiry;

        using var session = PrivateKey.Generate();
        if (!PaymentOnion.Create(session, hops, way.Target.Hash).TryGet(out var onion, out _)) return null;
        using var secrets = Sphinx.DeriveSecrets(session, [.. hops.Select(hop => new OnionHop(hop.Key, ByteString.Own(hop.Payload.ToArray())))]);
        var peer = way.Route.Count > 0 ? way.Route[0].Node : way.Leg.Start;
        return new StoredPart(
            reference, peer.ToString(), way.Target.Hash.ToString(), amount.Value, expiry.Value, Convert.ToHexStringLower(onion),
            [.. Enumerable.Range(0, secrets.Count).Select(hop => Convert.ToHexStringLower(secrets[hop]))]);
    }
}
