using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>An invoice for one payment, signed by the payee (BOLT 12, "Invoices").</summary>
/// <remarks>
/// Its text begins with <c>lni1</c>.
/// Left to the caller, who has the clock, the chains and the paths: that <see cref="Chain"/> is supported, that the time is not over, that the
/// invoice answers the caller's own request (<see cref="Answers"/>), and over which path it came.
/// </remarks>
public sealed class Bolt12Invoice : Bolt12Message
{
    /// <summary>How long an invoice holds when it does not say so, seconds.</summary>
    public const uint DefaultExpiry = 7_200;

    private Bolt12Invoice(FieldReader reader, OfferFields offer, InvoiceRequestFields request, InvoiceFields fields, ByteString signature)
        : base(reader) => (Offer, Request, Fields, Signature) = (offer, request, fields, signature);

    /// <summary>The offer's fields, repeated.</summary>
    public OfferFields Offer { get; }

    /// <summary>The invoice request's own fields, repeated; metadata and payer id are there.</summary>
    public InvoiceRequestFields Request { get; }

    /// <summary>The invoice's own fields; at least one path, time of creation, payment hash, amount and node id are there.</summary>
    public InvoiceFields Fields { get; }

    /// <summary>The payee's signature, 64 bytes, valid.</summary>
    public ByteString Signature { get; }

    /// <summary>The chain of the payment. Whether it is supported is for the caller to check.</summary>
    public ChainHash Chain => Request.Chain ?? ChainHash.Bitcoin;

    /// <summary>The least that is accepted.</summary>
    public Msat Amount => Fields.Amount!.Value;

    /// <summary>What the HTLCs are locked to.</summary>
    public PaymentHash PaymentHash => Fields.PaymentHash!.Value;

    /// <summary>The key that signed: the issuer's id, else the last blinded node id of one of the offer's paths.</summary>
    public PublicKey NodeId => Fields.NodeId!.Value;

    /// <summary>The last second, since 1970, UTC, in which the payment may be tried.</summary>
    public ulong ExpiresAt => Fields.ExpiresAt(DefaultExpiry);

    /// <summary>Whether the invoice's time is over.</summary>
    /// <param name="now">Seconds since 1970, UTC.</param>
    public bool IsExpired(ulong now) => now > ExpiresAt;

    /// <summary>Reads an invoice.</summary>
    /// <param name="bytes">The TLV stream.</param>
    /// <returns>
    /// The invoice, or the broken rule: a type outside its ranges, an unknown even type or feature bit, a malformed or missing field, no path
    /// that can be used, anything that <see cref="InvoiceRequest"/> would be refused for, an amount or node id that is not as the repeated
    /// fields fix it, a signature that is not valid.
    /// </returns>
    public static Result<Bolt12Invoice> Parse(ReadOnlySpan<byte> bytes) =>
        FieldReader.Open(bytes, FieldGroups.Offer | FieldGroups.InvoiceRequest | FieldGroups.Invoice | FieldGroups.Signature).Then(reader =>
        {
            var request = InvoiceRequestFields.Read(reader);
            var offer = OfferFields.Read(reader);
            var fields = InvoiceFields.Read(reader);
            var signature = reader.ReadSignature();
            request.Check(reader, offer);
            fields.Check(reader, offer);
            reader.Require(InvoiceTlv.PaymentHash);
            reader.Require(InvoiceTlv.Amount);
            reader.Forbid(InvoiceTlv.StaticMessagePaths);
            reader.Forbid(InvoiceTlv.StaticMessagePathsLdk);
            if (request.Amount is { } asked && fields.Amount != asked)
                reader.Fail(WireRule.Mismatch, InvoiceTlv.Amount, "not the amount of the request");
            reader.Verify(Bolt12Signature.Invoice, fields.NodeId, signature);
            return reader.Complete(() => new Bolt12Invoice(reader, offer, request, fields, signature!.Value));
        });

    /// <summary>Reads an invoice's text.</summary>
    /// <param name="text">The text, from <c>lni1</c> on; see <see cref="Bolt12String"/>.</param>
    /// <returns>The invoice, or the broken rule with the offset in characters.</returns>
    public static Result<Bolt12Invoice> Parse(ReadOnlySpan<char> text) => Bolt12String.Parse(text, Bolt12String.InvoicePrefix, Parse);

    /// <summary>Answers an invoice request, whose records but the signature are copied as they are.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">
    /// The invoice's own fields. The amount is the expected one when there is none; the node id is the one that the offer fixes when there is
    /// none, and must be given where the offer fixes none.
    /// </param>
    /// <returns>What the payee has to sign.</returns>
    /// <exception cref="ArgumentException">Two records have the same type.</exception>
    public static UnsignedMessage<Bolt12Invoice> For(InvoiceRequest request, InvoiceFields fields)
    {
        var writer = new TlvWriter().AddRange(request.Records.Only(FieldGroups.Offer | FieldGroups.InvoiceRequest));
        (fields with { Amount = fields.Amount ?? request.ExpectedAmount, NodeId = fields.NodeId ?? request.Offer.OnlyAnswerer }).WriteTo(writer);
        return new(writer.ToStream(), Bolt12Signature.Invoice, Parse);
    }

    /// <summary>Whether this answers an invoice request: all its records but signatures are here as they are, and no others of its ranges.</summary>
    /// <param name="request">The request, as it was sent.</param>
    /// <param name="asked">The last blinded node id of the path over which it was sent, when the offer tells no issuer id.</param>
    /// <returns>This invoice, or <see cref="WireRule.Mismatch"/> at the record that differs, or at the end for one that is missing.</returns>
    public Result<Bolt12Invoice> Answers(InvoiceRequest request, PublicKey? asked = null) =>
        (Mirrors(request, FieldGroups.Offer | FieldGroups.InvoiceRequest) ?? Fields.CheckAsked(Records, Offer, asked)) is { } error ? error : this;

    /// <summary>The text, lower case.</summary>
    public override string ToString() => new Bolt12String(Bolt12String.InvoicePrefix, Bytes).ToString();
}
