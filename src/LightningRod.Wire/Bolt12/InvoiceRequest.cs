using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>A request for an invoice: the answer to an offer, or, without one, an offer to send money (BOLT 12, "Invoice Requests").</summary>
/// <remarks>
/// Its text begins with <c>lnr1</c>.
/// Left to the caller, who has the clock, the chains and the paths: that <see cref="Chain"/> is supported, that the offer is its own
/// (<see cref="Answers"/>) and not expired, and that the request came over one of the offer's paths if it has any, and over none if not.
/// </remarks>
public sealed class InvoiceRequest : Bolt12Message
{
    /// <summary>Length of the metadata that <see cref="For"/> and <see cref="Create"/> draw when none are given, bytes.</summary>
    public const int DefaultMetadataSize = 16;

    private InvoiceRequest(FieldReader reader, OfferFields offer, InvoiceRequestFields fields, ByteString? signature)
        : base(reader) => (Offer, Fields, Signature) = (offer, fields, signature);

    /// <summary>The offer's fields; those of an offer when <see cref="OfferFields.NamesIssuer"/>.</summary>
    public OfferFields Offer { get; }

    /// <summary>The request's own fields; metadata and payer id are there.</summary>
    public InvoiceRequestFields Fields { get; }

    /// <summary>The payer's signature, 64 bytes; always there, and valid, in the answer to an offer.</summary>
    public ByteString? Signature { get; }

    /// <summary>The chain of the payment. Whether it is supported is for the caller to check.</summary>
    public ChainHash Chain => Fields.Chain ?? ChainHash.Bitcoin;

    /// <summary>The payer's key for this request.</summary>
    public PublicKey PayerId => Fields.PayerId!.Value;

    /// <summary>What an invoice must ask for: the amount that the payer tells, else the offer's price times the quantity.</summary>
    /// <returns>Null when the price is in a currency and the payer tells no amount.</returns>
    public Msat? ExpectedAmount => Fields.Amount ?? Offer.Amount?.Times(Fields.Quantity ?? 1);

    /// <summary>The id of the offer that this answers, or null when it stands alone.</summary>
    public OfferId? OfferId => Offer.NamesIssuer ? new OfferId(MerkleTree.Root(Records.Only(FieldGroups.Offer))) : null;

    /// <summary>Reads an invoice request.</summary>
    /// <param name="bytes">The TLV stream.</param>
    /// <returns>
    /// The request, or the broken rule: a type outside its ranges, an unknown even type or feature bit, a malformed or missing field, a chain,
    /// quantity or amount that the offer does not allow, a signature that is not valid. Only a request without an offer may have no signature.
    /// </returns>
    public static Result<InvoiceRequest> Parse(ReadOnlySpan<byte> bytes) =>
        FieldReader.Open(bytes, FieldGroups.InvoiceRequest | FieldGroups.Offer | FieldGroups.Signature).Then(reader =>
        {
            var fields = InvoiceRequestFields.Read(reader);
            var offer = OfferFields.Read(reader);
            var signature = reader.ReadSignature();
            fields.Check(reader, offer);
            if (offer.NamesIssuer) reader.Require(InvoiceTlv.Signature);
            reader.Verify(Bolt12Signature.InvoiceRequest, fields.PayerId, signature);
            return reader.Complete(() => new InvoiceRequest(reader, offer, fields, signature));
        });

    /// <summary>Reads an invoice request's text.</summary>
    /// <param name="text">The text, from <c>lnr1</c> on; see <see cref="Bolt12String"/>.</param>
    /// <returns>The request, or the broken rule with the offset in characters.</returns>
    public static Result<InvoiceRequest> Parse(ReadOnlySpan<char> text) => Bolt12String.Parse(text, Bolt12String.InvoiceRequestPrefix, Parse);

    /// <summary>Answers an offer, whose records are copied as they are.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="fields">The request's own fields, with the payer id; metadata are drawn at random when there are none.</param>
    /// <returns>What the payer has to sign.</returns>
    /// <exception cref="ArgumentException">Two records have the same type.</exception>
    public static UnsignedMessage<InvoiceRequest> For(Offer offer, InvoiceRequestFields fields)
    {
        var writer = new TlvWriter().AddRange(offer.Records);
        WithMetadata(fields).WriteTo(writer);
        return new(writer.ToStream(), Bolt12Signature.InvoiceRequest, Parse);
    }

    /// <summary>Makes an invoice request without an offer, to send money to whoever answers it; it has no signature.</summary>
    /// <param name="offer">Description, and if wanted absolute expiry and issuer; nothing else that is known.</param>
    /// <param name="fields">The request's own fields, with payer id and amount; metadata are drawn at random when there are none.</param>
    /// <returns>The request, or the rule of BOLT 12 that it would break.</returns>
    /// <exception cref="ArgumentException">Two records have the same type.</exception>
    public static Result<InvoiceRequest> Create(OfferFields offer, InvoiceRequestFields fields)
    {
        var writer = new TlvWriter();
        offer.WriteTo(writer);
        WithMetadata(fields).WriteTo(writer);
        var bytes = writer.ToArray();
        return FieldReader.Open(bytes, FieldGroups.InvoiceRequest | FieldGroups.Offer).Then(reader =>
        {
            reader.Require(OfferTlv.Description);
            foreach (var type in (ReadOnlySpan<ulong>)[OfferTlv.Metadata, OfferTlv.Amount, OfferTlv.Currency, OfferTlv.Paths, OfferTlv.IssuerId])
                reader.Forbid(type);
            return reader.Complete(() => reader);
        }).Then(_ => Parse(bytes));
    }

    /// <summary>Whether this answers an offer: all records of the offer are here as they are, and no others of its ranges.</summary>
    /// <param name="offer">The offer.</param>
    /// <returns>This request, or <see cref="WireRule.Mismatch"/> at the record that differs, or at the end for one that is missing.</returns>
    public Result<InvoiceRequest> Answers(Offer offer) => Mirrors(offer, FieldGroups.Offer) is { } error ? error : this;

    /// <summary>The text, lower case.</summary>
    public override string ToString() => new Bolt12String(Bolt12String.InvoiceRequestPrefix, Bytes).ToString();

    private static InvoiceRequestFields WithMetadata(InvoiceRequestFields fields) =>
        fields.Metadata is not null ? fields : fields with { Metadata = ByteString.CopyOf(Bytes32.Random().Span[..DefaultMetadataSize]) };
}
