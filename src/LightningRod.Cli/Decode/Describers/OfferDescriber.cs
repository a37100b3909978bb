using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>An offer (BOLT 12), and the offer's fields that requests and invoices repeat.</summary>
internal static class OfferDescriber
{
    internal static Result<DecodedNode> FromText(ReadOnlySpan<char> text, DecodeContext context) =>
        Offer.Parse(text).Map(offer => Describe(offer, context));

    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        Offer.Parse(bytes).Map(offer => Describe(offer, context));

    internal static Fields Fields(OfferFields offer, DecodeContext context) => new Fields(nameof(OfferTlv))
        .Add(OfferTlv.Chains, Values.List(offer.Chains, chain => Values.Chain(chain)))
        .Add(OfferTlv.Metadata, Values.Bytes(offer.Metadata))
        .Add(OfferTlv.Currency, Values.Text(offer.Amount?.Currency))
        .Add(OfferTlv.Amount, Amount(offer.Amount))
        .Add(OfferTlv.Description, Values.Text(offer.Description))
        .Add(OfferTlv.Features, Values.Features(offer.Features))
        .Add(OfferTlv.AbsoluteExpiry, Values.Time(offer.AbsoluteExpiry))
        .Add(OfferTlv.Paths, BlindedPathDescriber.List(offer.Paths, context))
        .Add(OfferTlv.Issuer, Values.Text(offer.Issuer))
        .Add(OfferTlv.QuantityMax, offer.QuantityMax == 0 ? DecodedNode.Value("0 (any number)", 0) : Values.Number(offer.QuantityMax))
        .Add(OfferTlv.IssuerId, Values.Hex(offer.IssuerId));

    private static DecodedNode Describe(Offer offer, DecodeContext context) => DecodedNode.Object(new Fields(nameof(OfferTlv))
        .Add("offer_id", Values.Word(offer.Id.ToString()))
        .AddRange(Fields(offer.Fields, context))
        .AddUnknown(offer.Fields.Unknowns));

    private static DecodedNode? Amount(OfferAmount? amount) => amount is { Currency: { } currency } price
        ? Values.Number(price.Units, $"(in the smallest unit of {currency})")
        : Values.Amount(amount?.Msat);
}
