using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>The fields that an invoice request adds to an offer's and that an invoice repeats (BOLT 12, "Invoice Requests").</summary>
/// <remarks>All are optional here; <see cref="InvoiceRequest"/> says what must be there.</remarks>
public sealed record InvoiceRequestFields
{
    /// <summary><c>invreq_metadata</c>: unpredictable bytes; as the first record they make all nonces of the merkle tree unpredictable.</summary>
    public ByteString? Metadata { get; init; }

    /// <summary><c>invreq_chain</c>: the chain of the payment; null for Bitcoin's main network.</summary>
    public ChainHash? Chain { get; init; }

    /// <summary><c>invreq_amount</c>: what the payer will pay, msat.</summary>
    public Msat? Amount { get; init; }

    /// <summary><c>invreq_features</c>: none is known yet.</summary>
    public Features? Features { get; init; }

    /// <summary><c>invreq_quantity</c>: how many items.</summary>
    public ulong? Quantity { get; init; }

    /// <summary><c>invreq_payer_id</c>: a key of the payer for this request alone.</summary>
    public PublicKey? PayerId { get; init; }

    /// <summary><c>invreq_payer_note</c>: text for the payee.</summary>
    public string? PayerNote { get; init; }

    /// <summary><c>invreq_paths</c>: ways to the payer, at least one; for requests without an offer.</summary>
    public ValueList<BlindedPath>? Paths { get; init; }

    /// <summary><c>invreq_bip_353_name</c>: the name over which the payer found the offer.</summary>
    public Bip353Name? Bip353Name { get; init; }

    /// <summary>Odd records of the invoice request's ranges that this library does not know.</summary>
    public TlvStream Unknowns { get; init; }

    /// <summary>The fields as records.</summary>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public TlvStream ToRecords()
    {
        var writer = new TlvWriter();
        WriteTo(writer);
        return writer.ToStream();
    }

    internal static InvoiceRequestFields Read(FieldReader reader) => new()
    {
        Metadata = reader.ReadBytes(InvoiceRequestTlv.Metadata),
        Chain = reader.Value(InvoiceRequestTlv.Chain, (ref value) => new ChainHash(value.ReadBytes32())),
        Amount = reader.ReadMsat(InvoiceRequestTlv.Amount),
        Features = reader.ReadFeatures(InvoiceRequestTlv.Features),
        Quantity = reader.ReadUInt64(InvoiceRequestTlv.Quantity),
        PayerId = reader.ReadPublicKey(InvoiceRequestTlv.PayerId),
        PayerNote = reader.ReadUtf8(InvoiceRequestTlv.PayerNote),
        Paths = reader.ReadPaths(InvoiceRequestTlv.Paths),
        Bip353Name = reader.Value(InvoiceRequestTlv.Bip353Name, (ref value) => Bolt12.Bip353Name.Read(ref value)),
        Unknowns = reader.ReadUnknowns(FieldGroups.InvoiceRequest),
    };

    /// <summary>What BOLT 12 asks of an invoice request beyond the single fields and its signature; an invoice repeats them all.</summary>
    internal void Check(FieldReader reader, OfferFields offer)
    {
        reader.Require(InvoiceRequestTlv.Metadata);
        reader.Require(InvoiceRequestTlv.PayerId);
        if (offer.NamesIssuer)
        {
            offer.CheckOffer(reader);
            CheckAgainst(offer, reader);
            return;
        }

        reader.Forbid(OfferTlv.Chains);
        reader.Forbid(OfferTlv.Features);
        reader.Forbid(OfferTlv.QuantityMax);
        reader.Require(InvoiceRequestTlv.Amount);
    }

    internal void WriteTo(TlvWriter writer)
    {
        writer.AddBytes(InvoiceRequestTlv.Metadata, Metadata)
            .AddBytes32(InvoiceRequestTlv.Chain, Chain?.Value)
            .AddMsat(InvoiceRequestTlv.Amount, Amount)
            .AddFeatures(InvoiceRequestTlv.Features, Features)
            .AddTruncated(InvoiceRequestTlv.Quantity, Quantity)
            .AddPublicKey(InvoiceRequestTlv.PayerId, PayerId)
            .AddUtf8(InvoiceRequestTlv.PayerNote, PayerNote)
            .AddPaths(InvoiceRequestTlv.Paths, Paths);
        if (Bip353Name is { } name) writer.Add(InvoiceRequestTlv.Bip353Name, name.WriteTo);
        writer.AddRange(Unknowns);
    }

    private void CheckAgainst(OfferFields offer, FieldReader reader)
    {
        if (!offer.Supports(Chain ?? ChainHash.Bitcoin)) reader.Fail(WireRule.ValueOutOfRange, InvoiceRequestTlv.Chain, "not a chain of the offer");
        if (offer.QuantityMax is { } max)
        {
            reader.Require(InvoiceRequestTlv.Quantity);
            if (Quantity == 0 || (max != 0 && Quantity > max))
                reader.Fail(WireRule.ValueOutOfRange, InvoiceRequestTlv.Quantity, "not a quantity of the offer");
        }
        else
        {
            reader.Forbid(InvoiceRequestTlv.Quantity);
        }

        if (offer.Amount is not { } price)
        {
            reader.Require(InvoiceRequestTlv.Amount);
        }
        else if (price.Currency is null)
        {
            if (price.Times(Quantity ?? 1) is not { } total)
                reader.Fail(WireRule.ValueOutOfRange, InvoiceRequestTlv.Quantity, "the price is more than 21 million bitcoin");
            else if (Amount < total)
                reader.Fail(WireRule.ValueOutOfRange, InvoiceRequestTlv.Amount, "less than the price");
        }
    }
}
