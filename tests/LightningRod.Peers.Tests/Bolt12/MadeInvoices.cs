using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Bolt12.MadeOffers;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

/// <summary>Invoices of many kinds that answer a request.</summary>
internal static class MadeInvoices
{
    internal static Bolt12Invoice Next(Random random, InvoiceRequest request, PrivateKey signer)
    {
        var fields = NextFields(random) with { NodeId = signer.PublicKey };
        var invoice = Bolt12Invoice.For(request, fields).Sign(signer).Value;
        Assert.Equal(fields with { Amount = request.ExpectedAmount }, invoice.Fields);
        return invoice;
    }

    private static InvoiceFields NextFields(Random random) => new()
    {
        Paths = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new PaymentPath(MadePath(random), PayInfo(random)))],
        CreatedAt = (ulong)random.NextInt64(),
        RelativeExpiry = Maybe(random) ? (uint)random.NextInt64(uint.MaxValue) : null,
        PaymentHash = new PaymentHash(random.NextBytes32()),
        Fallbacks = Maybe(random) ? Fallbacks : null,
        Features = random.Next(3) switch
        {
            0 => null,
            1 => Features.Of(FeatureBit.BasicMpp),
            _ => Features.Of(FeatureBit.BasicMpp - 1, 101),
        },
        Unknowns = Maybe(random) ? TlvStream.Of(new(199, Filled(3)), new(3_999_999_999, Filled(70))) : default,
    };

    /// <summary>Among them such as a payer must ignore: too short for their version, and of an unknown one.</summary>
    private static ValueList<FallbackAddress> Fallbacks =>
    [
        new(0, Filled(20)), new(0, Filled(32)), new(1, Filled(32)), new(16, Filled(40)), new(2, Filled(2)), new(2, Filled(1)), new(17, Filled(20)),
    ];

    private static BlindedPayInfo PayInfo(Random random) => new(
        (uint)random.NextInt64(uint.MaxValue),
        (uint)random.NextInt64(uint.MaxValue),
        (ushort)random.Next(ushort.MaxValue),
        new Msat((ulong)random.NextInt64((long)Msat.Max.Value)),
        new Msat((ulong)random.NextInt64((long)Msat.Max.Value)),
        Features.None);
}
