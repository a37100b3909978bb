using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Bolt12.MadeOffers;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt11;

/// <summary>Terms of invoices of many kinds.</summary>
internal static class MadeTerms
{
    private static readonly int[] Optional =
    [
        FeatureBit.BasicMpp, FeatureBit.BasicMpp - 1, FeatureBit.PaymentMetadata, FeatureBit.PaymentMetadata - 1, FeatureBit.RouteBlinding, 99, 263,
    ];

    internal static Bolt11Terms Next(Random random, PrivateKey payee)
    {
        var hashed = Maybe(random);
        return new Bolt11Terms
        {
            Currency = (Bolt11Currency)random.Next(4),
            Amount = Amount(random),
            Timestamp = (ulong)random.NextInt64((long)Bolt11Terms.MaxTimestamp),
            PaymentHash = new PaymentHash(random.NextBytes32()),
            PaymentSecret = new PaymentSecret(random.NextBytes32()),
            Description = hashed ? null : random.Next(3) switch { 0 => "", 1 => "ナンセンス 1杯 ⚡", _ => new string('x', random.Next(640)) },
            DescriptionHash = hashed ? random.NextBytes32() : null,
            PaymentMetadata = Maybe(random) ? Filled(random.Next(1, 640)) : null,
            PayeeKey = Maybe(random) ? payee.PublicKey : null,
            Expiry = Maybe(random) ? (ulong)random.NextInt64(1, 1L << 40) : null,
            MinFinalCltvExpiryDelta = Maybe(random) ? (uint)random.Next(1, 100_000) : null,
            Fallbacks = Maybe(random) ? [new(0, Filled(20)), new(0, Filled(32)), new(1, Filled(32)), new(17, Filled(20)), new(18, Filled(20))] : [],
            RouteHints = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Hint(random))],
            Features = Features.Of([FeatureBit.VarOnion - 1, FeatureBit.PaymentSecret - 1, .. Optional.Where(_ => Maybe(random))]),
        };
    }

    private static Msat? Amount(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => new Msat(1),
        // LDK counts millionths of millionths of a bitcoin in 64 bits: from 18.4 million bitcoin on it sees no amount.
        2 => new Msat(1_844_674_407_370_955_161),
        3 => new Msat(100_000_000_000),
        var size => new Msat((ulong)random.NextInt64(1, (long)Math.Pow(10, 2 * size))),
    };

    private static RouteHint Hint(Random random) => new(
    [..
        from _ in Enumerable.Range(0, random.Next(1, 4))
        select new RouteHintHop(
            new NodeId(random.NextPublicKey()),
            new ShortChannelId((ulong)random.NextInt64()),
            (uint)random.NextInt64(uint.MaxValue),
            (uint)random.NextInt64(uint.MaxValue),
            (ushort)random.Next(ushort.MaxValue)),
    ]);
}
