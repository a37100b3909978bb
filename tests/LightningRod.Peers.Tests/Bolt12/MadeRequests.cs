using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Bolt12.MadeOffers;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

/// <summary>Invoice requests of many kinds that answer an offer, signed.</summary>
internal static class MadeRequests
{
    internal static InvoiceRequest Next(Random random, Offer offer)
    {
        using var payer = random.NextKey();
        ulong? quantity = offer.Fields.QuantityMax switch { null => null, 1 => 1, _ => (ulong)random.Next(1, 3) };
        var price = offer.Fields.Amount?.Times(quantity ?? 1);
        // A price above 21 million bitcoin cannot be asked for: then it is one item.
        if (offer.Fields.Amount is { Currency: null } && price is null) (quantity, price) = (1, offer.Fields.Amount?.Msat);
        var tells = price is null || Maybe(random);
        var fields = new InvoiceRequestFields
        {
            Metadata = Filled(random.Next(1, 50)),
            Chain = offer.Chains[0] == ChainHash.Bitcoin && Maybe(random) ? null : offer.Chains[random.Next(offer.Chains.Count)],
            Amount = tells ? price ?? new Msat((ulong)random.NextInt64(1, 1_000_000_000)) : null,
            Features = Maybe(random) ? Features.Of(1 + (2 * random.Next(60))) : null,
            Quantity = quantity,
            PayerId = payer.PublicKey,
            PayerNote = Maybe(random) ? "Grüße" : null,
            Unknowns = Maybe(random) ? TlvStream.Of(new(141, Filled(3)), new(2_999_999_999, Filled(70))) : default,
        };
        var request = InvoiceRequest.For(offer, fields).Sign(payer).Value;
        Assert.Equal(fields, request.Fields);
        return request;
    }
}
