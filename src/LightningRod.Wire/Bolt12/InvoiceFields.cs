using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>The fields that an invoice adds to what it answers (BOLT 12, "Invoices").</summary>
/// <remarks>All are optional here; <see cref="Bolt12Invoice"/> and <see cref="StaticInvoice"/> say what must be there.</remarks>
public sealed record InvoiceFields
{
    /// <summary><c>invoice_paths</c> and <c>invoice_blindedpay</c>: ways for the payment, the most preferred first.</summary>
    public ValueList<PaymentPath> Paths { get; init; }

    /// <summary><c>invoice_created_at</c>: seconds since 1970, UTC.</summary>
    public ulong? CreatedAt { get; init; }

    /// <summary><c>invoice_relative_expiry</c>: seconds after <see cref="CreatedAt"/>; null for the default of the invoice's kind.</summary>
    public uint? RelativeExpiry { get; init; }

    /// <summary><c>invoice_payment_hash</c>; not in a static invoice.</summary>
    public PaymentHash? PaymentHash { get; init; }

    /// <summary><c>invoice_amount</c>: the least that is accepted, msat; not in a static invoice.</summary>
    public Msat? Amount { get; init; }

    /// <summary><c>invoice_fallbacks</c>: addresses on chain, the most preferred first, among them such as are to be ignored.</summary>
    public ValueList<FallbackAddress>? Fallbacks { get; init; }

    /// <summary><c>invoice_features</c>: payment in several parts (bits 16 and 17) is known.</summary>
    public Features? Features { get; init; }

    /// <summary><c>invoice_node_id</c>: the key that signs.</summary>
    public PublicKey? NodeId { get; init; }

    /// <summary><c>static_invoice_message_paths</c>: ways for <c>held_htlc_available</c>, at least one; only in a static invoice.</summary>
    public ValueList<BlindedPath>? MessagePaths { get; init; }

    /// <summary>Which number <see cref="MessagePaths"/> have: 236 for <see cref="Numbers.Dialect.Ldk"/>, else 178.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>Odd records of the invoice's ranges that this library does not know.</summary>
    public TlvStream Unknowns { get; init; }

    /// <summary>The paths that a payer may use, in order.</summary>
    public IEnumerable<PaymentPath> UsablePaths => Paths.Where(path => path.PayInfo.IsUsable);

    /// <summary>The addresses that a payer on Bitcoin's chains may use, in order.</summary>
    public IEnumerable<FallbackAddress> UsableFallbacks => (Fallbacks ?? []).Where(address => address.IsUsable);

    /// <summary>Whether the payer may pay in several parts.</summary>
    public bool AllowsMultiPart => Features?.Has(FeatureBit.BasicMpp) ?? false;

    /// <summary>Whether the payer must pay in several parts, over several paths.</summary>
    public bool RequiresMultiPart => Features?.IsRequired(FeatureBit.BasicMpp) ?? false;

    /// <summary>The fields as records.</summary>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public TlvStream ToRecords()
    {
        var writer = new TlvWriter();
        WriteTo(writer);
        return writer.ToStream();
    }

    internal static InvoiceFields Read(FieldReader reader)
    {
        var fields = new InvoiceFields
        {
            Paths = ReadPaths(reader),
            CreatedAt = reader.ReadUInt64(InvoiceTlv.CreatedAt),
            RelativeExpiry = reader.Value(InvoiceTlv.RelativeExpiry, (ref value) => value.ReadTruncatedUInt32()),
            PaymentHash = reader.Value(InvoiceTlv.PaymentHash, (ref value) => new PaymentHash(value.ReadBytes32())),
            Amount = reader.ReadMsat(InvoiceTlv.Amount),
            Fallbacks = reader.ReadList(InvoiceTlv.Fallbacks, FallbackAddress.Read),
            Features = reader.ReadFeatures(InvoiceTlv.Features, FeatureBit.BasicMpp),
            NodeId = reader.ReadPublicKey(InvoiceTlv.NodeId),
            MessagePaths = reader.ReadPaths(InvoiceTlv.StaticMessagePaths),
        };
        if (fields.MessagePaths is null && reader.ReadPaths(InvoiceTlv.StaticMessagePathsLdk) is { } paths)
            fields = fields with { MessagePaths = paths, Dialect = Dialect.Ldk };

        // With one number read, the other one is left over here and refused.
        return fields with { Unknowns = reader.ReadUnknowns(FieldGroups.Invoice) };
    }

    /// <summary>What BOLT 12 asks of either kind of invoice.</summary>
    internal void Check(FieldReader reader, OfferFields offer)
    {
        reader.Require(InvoiceTlv.Paths);
        reader.Require(InvoiceTlv.BlindedPay);
        reader.Require(InvoiceTlv.CreatedAt);
        reader.Require(InvoiceTlv.NodeId);
        reader.Require(InvoiceTlv.Signature);
        if (!UsablePaths.Any())
            reader.Fail(WireRule.UnknownRequiredFeature, InvoiceTlv.BlindedPay, "every path has an even feature bit that is unknown");
        if (NodeId is { } id && !offer.IsAnsweredBy(id)) reader.Fail(WireRule.Mismatch, InvoiceTlv.NodeId, "not a key that answers the offer");
    }

    /// <summary>Whether the node that signed is the one that was asked, where the offer leaves several.</summary>
    internal WireError? CheckAsked(TlvStream records, OfferFields offer, PublicKey? asked) =>
        asked is { } key && offer is { IssuerId: null, Paths: not null } && NodeId != key
            ? new(WireRule.Mismatch, FieldReader.OffsetOf(records, InvoiceTlv.NodeId), "invoice_node_id: not the node that was asked")
            : null;

    internal ulong ExpiresAt(uint defaultSeconds)
    {
        var (created, seconds) = (CreatedAt ?? 0, RelativeExpiry ?? defaultSeconds);
        return created > ulong.MaxValue - seconds ? ulong.MaxValue : created + seconds;
    }

    internal void WriteTo(TlvWriter writer)
    {
        ValueList<PaymentPath>? paths = Paths.Count > 0 ? Paths : null;
        writer.AddList(InvoiceTlv.Paths, paths, (value, path) => path.Path.WriteTo(value))
            .AddList(InvoiceTlv.BlindedPay, paths, (value, path) => path.PayInfo.WriteTo(value))
            .AddTruncated(InvoiceTlv.CreatedAt, CreatedAt)
            .AddTruncated(InvoiceTlv.RelativeExpiry, RelativeExpiry)
            .AddBytes32(InvoiceTlv.PaymentHash, PaymentHash?.Value)
            .AddMsat(InvoiceTlv.Amount, Amount)
            .AddList(InvoiceTlv.Fallbacks, Fallbacks, (value, fallback) => fallback.WriteTo(value))
            .AddFeatures(InvoiceTlv.Features, Features)
            .AddPublicKey(InvoiceTlv.NodeId, NodeId)
            .AddPaths(Dialect == Dialect.Ldk ? InvoiceTlv.StaticMessagePathsLdk : InvoiceTlv.StaticMessagePaths, MessagePaths)
            .AddRange(Unknowns);
    }

    private static ValueList<PaymentPath> ReadPaths(FieldReader reader)
    {
        var paths = reader.ReadPaths(InvoiceTlv.Paths) ?? [];
        if (reader.ReadList(InvoiceTlv.BlindedPay, BlindedPayInfo.Read) is not { } infos) return [];
        if (paths.Count != infos.Count) reader.Fail(WireRule.WrongLength, InvoiceTlv.BlindedPay, $"{infos.Count} entries for {paths.Count} paths");
        return [.. paths.Zip(infos, (path, info) => new PaymentPath(path, info))];
    }
}
