using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>An offer: what an invoice may be asked for, by whom and how (BOLT 12, "Offers"). Its text begins with <c>lno1</c>.</summary>
public sealed class Offer : Bolt12Message
{
    private Offer(FieldReader reader, OfferFields fields)
        : base(reader)
    {
        Fields = fields;
        Id = new OfferId(MerkleTree.Root(Records));
    }

    /// <summary>The fields.</summary>
    public OfferFields Fields { get; }

    /// <summary>The merkle root.</summary>
    public OfferId Id { get; }

    /// <summary>The chains on which the payment may be made, at least one. Whether one of them is supported is for the caller to check.</summary>
    public ValueList<ChainHash> Chains => Fields.Chains ?? [ChainHash.Bitcoin];

    /// <summary>Reads an offer.</summary>
    /// <param name="bytes">The TLV stream.</param>
    /// <returns>
    /// The offer, or the broken rule: a type outside the offer's ranges, an unknown even type or feature bit, a malformed field, an amount
    /// of zero or without description, a currency without amount, neither issuer id nor paths.
    /// </returns>
    public static Result<Offer> Parse(ReadOnlySpan<byte> bytes) => FieldReader.Open(bytes, FieldGroups.Offer).Then(reader =>
    {
        var fields = OfferFields.Read(reader);
        fields.CheckOffer(reader);
        return reader.Complete(() => new Offer(reader, fields));
    });

    /// <summary>Reads an offer's text.</summary>
    /// <param name="text">The text, from <c>lno1</c> on; see <see cref="Bolt12String"/>.</param>
    /// <returns>The offer, or the broken rule with the offset in characters.</returns>
    public static Result<Offer> Parse(ReadOnlySpan<char> text) => Bolt12String.Parse(text, Bolt12String.OfferPrefix, Parse);

    /// <summary>Makes an offer.</summary>
    /// <param name="fields">The fields.</param>
    /// <returns>The offer, or the rule that a reader would refuse it for.</returns>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public static Result<Offer> Create(OfferFields fields) => Parse(fields.ToRecords().ToArray());

    /// <summary>The text, lower case.</summary>
    public override string ToString() => new Bolt12String(Bolt12String.OfferPrefix, Bytes).ToString();
}
