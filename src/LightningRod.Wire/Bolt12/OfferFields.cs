using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>The fields of an offer, which invoice requests and invoices repeat (BOLT 12, "Offers").</summary>
/// <remarks>All are optional here; <see cref="Offer"/> says what must be there.</remarks>
public sealed record OfferFields
{
    /// <summary><c>offer_chains</c>: chains on which the payment may be made, at least one; null for Bitcoin's main network alone.</summary>
    public ValueList<ChainHash>? Chains { get; init; }

    /// <summary><c>offer_metadata</c>: bytes for the issuer's own use.</summary>
    public ByteString? Metadata { get; init; }

    /// <summary><c>offer_amount</c> and <c>offer_currency</c>: price of one item; null when the payer chooses.</summary>
    public OfferAmount? Amount { get; init; }

    /// <summary><c>offer_description</c>: what the payment is for.</summary>
    public string? Description { get; init; }

    /// <summary><c>offer_features</c>: none is known yet.</summary>
    public Features? Features { get; init; }

    /// <summary><c>offer_absolute_expiry</c>: seconds since 1970, UTC, after which no invoice should be requested.</summary>
    public ulong? AbsoluteExpiry { get; init; }

    /// <summary><c>offer_paths</c>: ways to the issuer, at least one.</summary>
    public ValueList<BlindedPath>? Paths { get; init; }

    /// <summary><c>offer_issuer</c>: who issues the offer, as text.</summary>
    public string? Issuer { get; init; }

    /// <summary><c>offer_quantity_max</c>: most items of one invoice, 0 for any number; null when it is for one item and tells no number.</summary>
    public ulong? QuantityMax { get; init; }

    /// <summary><c>offer_issuer_id</c>: the key that signs the invoices.</summary>
    public PublicKey? IssuerId { get; init; }

    /// <summary>Odd records of the offer's ranges that this library does not know.</summary>
    public TlvStream Unknowns { get; init; }

    /// <summary>Whether these fields are an offer's: they tell where to ask for an invoice. Else the request stands alone, like a refund.</summary>
    public bool NamesIssuer => IssuerId is not null || Paths is not null;

    /// <summary>Whether a payment may be made on a chain.</summary>
    /// <param name="chain">The chain.</param>
    public bool Supports(ChainHash chain) => Chains?.Contains(chain) ?? chain == ChainHash.Bitcoin;

    /// <summary>Whether the offer's time is over.</summary>
    /// <param name="now">Seconds since 1970, UTC.</param>
    public bool IsExpired(ulong now) => now > AbsoluteExpiry;

    /// <summary>Whether a key may sign the invoice: the issuer id if there is one, else the last blinded node id of one of the paths.</summary>
    /// <param name="nodeId"><c>invoice_node_id</c>.</param>
    /// <returns>True also when the fields are no offer's: then anybody may answer.</returns>
    public bool IsAnsweredBy(PublicKey nodeId) =>
        IssuerId is { } id ? id == nodeId : Paths?.Any(path => path.Hops[^1].BlindedNodeId == nodeId) ?? true;

    /// <summary>The one key that <see cref="IsAnsweredBy"/> takes, or null when there are several or any will do.</summary>
    internal PublicKey? OnlyAnswerer => IssuerId ?? (Paths is [var path] ? path.Hops[^1].BlindedNodeId : null);

    /// <summary>The fields as records.</summary>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public TlvStream ToRecords()
    {
        var writer = new TlvWriter();
        WriteTo(writer);
        return writer.ToStream();
    }

    internal static OfferFields Read(FieldReader reader) => new()
    {
        Chains = ReadChains(reader),
        Metadata = reader.ReadBytes(OfferTlv.Metadata),
        Amount = ReadAmount(reader),
        Description = reader.ReadUtf8(OfferTlv.Description),
        Features = reader.ReadFeatures(OfferTlv.Features),
        AbsoluteExpiry = reader.ReadUInt64(OfferTlv.AbsoluteExpiry),
        Paths = reader.ReadPaths(OfferTlv.Paths),
        Issuer = reader.ReadUtf8(OfferTlv.Issuer),
        QuantityMax = reader.ReadUInt64(OfferTlv.QuantityMax),
        IssuerId = reader.ReadPublicKey(OfferTlv.IssuerId),
        Unknowns = reader.ReadUnknowns(FieldGroups.Offer),
    };

    /// <summary>What BOLT 12 asks of an offer beyond the single fields.</summary>
    internal void CheckOffer(FieldReader reader)
    {
        if (Amount is not null) reader.Require(OfferTlv.Description);
        if (!NamesIssuer) reader.Require(OfferTlv.IssuerId);
    }

    internal void WriteTo(TlvWriter writer)
    {
        writer.AddList(OfferTlv.Chains, Chains, (value, chain) => value.WriteBytes32(chain.Value))
            .AddBytes(OfferTlv.Metadata, Metadata)
            .AddUtf8(OfferTlv.Currency, Amount?.Currency)
            .AddTruncated(OfferTlv.Amount, Amount?.Units)
            .AddUtf8(OfferTlv.Description, Description)
            .AddFeatures(OfferTlv.Features, Features)
            .AddTruncated(OfferTlv.AbsoluteExpiry, AbsoluteExpiry)
            .AddPaths(OfferTlv.Paths, Paths)
            .AddUtf8(OfferTlv.Issuer, Issuer)
            .AddTruncated(OfferTlv.QuantityMax, QuantityMax)
            .AddPublicKey(OfferTlv.IssuerId, IssuerId)
            .AddRange(Unknowns);
    }

    private static ValueList<ChainHash>? ReadChains(FieldReader reader)
    {
        var chains = reader.ReadList(OfferTlv.Chains, (ref value) => new ChainHash(value.ReadBytes32()));
        if (chains is []) reader.Fail(WireRule.WrongLength, OfferTlv.Chains, "an empty list of chains");
        return chains;
    }

    private static OfferAmount? ReadAmount(FieldReader reader)
    {
        var currency = reader.ReadUtf8(OfferTlv.Currency);
        if (currency is not (null or [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z']))
            reader.Fail(WireRule.ValueOutOfRange, OfferTlv.Currency, "a currency is three capital letters");
        if (currency is not null) reader.Require(OfferTlv.Amount);
        if ((currency is null ? reader.ReadMsat(OfferTlv.Amount)?.Value : reader.ReadUInt64(OfferTlv.Amount)) is not { } units) return null;
        if (units == 0) reader.Fail(WireRule.ValueOutOfRange, OfferTlv.Amount, "an amount of zero");
        return new OfferAmount(units, currency);
    }
}
