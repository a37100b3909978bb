using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Bolt12;

/// <summary>An invoice for any number of payments, which a server hands out while the payee is away (BOLT 12, pull 1149).</summary>
/// <remarks>
/// It has no payment hash, no amount and nothing of a request. Left to the caller: that the offer's chain is supported, that the time is not
/// over, and that the invoice answers the caller's own request.
/// </remarks>
public sealed class StaticInvoice : Bolt12Message
{
    /// <summary>How long a static invoice holds when it does not say so, seconds: two weeks.</summary>
    public const uint DefaultExpiry = 14 * 24 * 60 * 60;

    private StaticInvoice(FieldReader reader, OfferFields offer, InvoiceFields fields, ByteString signature)
        : base(reader) => (Offer, Fields, Signature) = (offer, fields, signature);

    /// <summary>The offer's fields, repeated; at most one chain.</summary>
    public OfferFields Offer { get; }

    /// <summary>The invoice's own fields; at least one path for payments and one for messages, time of creation and node id are there.</summary>
    public InvoiceFields Fields { get; }

    /// <summary>The payee's signature, 64 bytes, valid.</summary>
    public ByteString Signature { get; }

    /// <summary>The id of the offer that this belongs to.</summary>
    public OfferId OfferId => new(MerkleTree.Root(Records.Only(FieldGroups.Offer)));

    /// <summary>The key that signed: the issuer's id, else the last blinded node id of one of the offer's paths.</summary>
    public PublicKey NodeId => Fields.NodeId!.Value;

    /// <summary>The last second, since 1970, UTC, in which a payment may be tried; the offer may expire sooner.</summary>
    public ulong ExpiresAt => Fields.ExpiresAt(DefaultExpiry);

    /// <summary>Whether the invoice's time is over.</summary>
    /// <param name="now">Seconds since 1970, UTC.</param>
    public bool IsExpired(ulong now) => now > ExpiresAt;

    /// <summary>Reads a static invoice. Its message paths may have the number of either dialect.</summary>
    /// <param name="bytes">The TLV stream.</param>
    /// <returns>
    /// The invoice, or the broken rule: a type outside its ranges (those of a request are), a payment hash or an amount, an unknown even type
    /// or feature bit, a malformed or missing field, no path that can be used, anything that <see cref="Bolt12.Offer"/> would be refused for,
    /// several chains, a node id that is not the offer's, a signature that is not valid.
    /// </returns>
    public static Result<StaticInvoice> Parse(ReadOnlySpan<byte> bytes) =>
        FieldReader.Open(bytes, FieldGroups.Offer | FieldGroups.Invoice | FieldGroups.Signature).Then(reader =>
        {
            var offer = OfferFields.Read(reader);
            var fields = InvoiceFields.Read(reader);
            var signature = reader.ReadSignature();
            reader.Forbid(InvoiceTlv.PaymentHash);
            reader.Forbid(InvoiceTlv.Amount);
            offer.CheckOffer(reader);
            if (offer.Chains?.Count > 1) reader.Fail(WireRule.ValueOutOfRange, OfferTlv.Chains, "more than one chain");
            fields.Check(reader, offer);
            if (fields.MessagePaths is null) reader.Require(InvoiceTlv.StaticMessagePaths);
            reader.Verify(Bolt12Signature.StaticInvoice, fields.NodeId, signature);
            return reader.Complete(() => new StaticInvoice(reader, offer, fields, signature!.Value));
        });

    /// <summary>Makes the static invoice of an offer, whose records are copied as they are.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="fields">
    /// The invoice's own fields. The node id is the one that the offer fixes when there is none, and must be given where the offer fixes none.
    /// </param>
    /// <returns>What the payee has to sign.</returns>
    /// <exception cref="ArgumentException">Two records have the same type.</exception>
    public static UnsignedMessage<StaticInvoice> For(Offer offer, InvoiceFields fields)
    {
        var writer = new TlvWriter().AddRange(offer.Records);
        (fields with { NodeId = fields.NodeId ?? offer.Fields.OnlyAnswerer }).WriteTo(writer);
        return new(writer.ToStream(), Bolt12Signature.StaticInvoice, Parse);
    }

    /// <summary>Whether this belongs to an offer: all records of the offer are here as they are, and no others of its ranges.</summary>
    /// <param name="offer">The offer.</param>
    /// <returns>This invoice, or <see cref="WireRule.Mismatch"/> at the record that differs, or at the end for one that is missing.</returns>
    public Result<StaticInvoice> Answers(Offer offer) => Mirrors(offer, FieldGroups.Offer) is { } error ? error : this;

    /// <summary>Whether this answers an invoice request: the offer that the request repeats is this one's.</summary>
    /// <param name="request">The request, as it was sent.</param>
    /// <param name="asked">The last blinded node id of the path over which it was sent, when the offer tells no issuer id.</param>
    /// <returns>This invoice, or <see cref="WireRule.Mismatch"/> at the record that differs, or at the end for one that is missing.</returns>
    public Result<StaticInvoice> Answers(InvoiceRequest request, PublicKey? asked = null) =>
        (Mirrors(request, FieldGroups.Offer) ?? Fields.CheckAsked(Records, Offer, asked)) is { } error ? error : this;

    /// <summary>The bytes in hexadecimal: no text form is fixed.</summary>
    public override string ToString() => Bytes.ToHex();
}
