using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

/// <summary>Offers of many kinds, the same ones for the same seed.</summary>
internal static class MadeOffers
{
    private static readonly string[] Texts = ["", "tea", "Grüße ⚡ 電光棒", new('x', 300)];

    internal static OfferFields Next(Random random, PublicKey? issuer = null)
    {
        var byIssuer = issuer is not null || random.Next(3) > 0;
        var amount = random.Next(3) switch
        {
            0 => default(OfferAmount?),
            1 => new OfferAmount((ulong)random.NextInt64(1, (long)Msat.Max.Value)),
            _ => new OfferAmount((ulong)random.NextInt64(1, long.MaxValue), "EUR"),
        };
        return new OfferFields
        {
            Chains = random.Next(3) switch { 0 => null, 1 => [ChainHash.Bitcoin], _ => [ChainHash.Regtest, ChainHash.Bitcoin] },
            Metadata = Maybe(random) ? Filled(random.Next(0, 40)) : null,
            Amount = amount,
            Description = amount is not null || Maybe(random) ? Texts[random.Next(Texts.Length)] : null,
            Features = Maybe(random) ? Features.Of(1 + (2 * random.Next(60))) : null,
            AbsoluteExpiry = Maybe(random) ? (ulong)random.NextInt64() : null,
            Paths = !byIssuer || Maybe(random) ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => MadePath(random))] : null,
            Issuer = Maybe(random) ? Texts[random.Next(Texts.Length)] : null,
            QuantityMax = random.Next(4) switch { 0 => 0, 1 => 1, 2 => (ulong)random.NextInt64(2, long.MaxValue), _ => null },
            IssuerId = issuer ?? (byIssuer ? random.NextPublicKey() : null),
            Unknowns = Maybe(random) ? TlvStream.Of(new(33, Filled(3)), new(1_999_999_999, Filled(300))) : default,
        };
    }

    internal static BlindedPath MadePath(Random random)
    {
        var nodes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.NextPublicKey()).ToList();
        using var session = random.NextKey();
        var path = Path(session, nodes, new EncryptedData { PathId = Filled(random.Next(0, 40)) });
        var channel = IntroductionNode.Of(new ShortChannelId((ulong)random.NextInt64()), (byte)random.Next(2));
        return random.Next(3) > 0 ? path : path with { Introduction = channel };
    }

    internal static bool Maybe(Random random) => random.Next(2) == 0;
}
