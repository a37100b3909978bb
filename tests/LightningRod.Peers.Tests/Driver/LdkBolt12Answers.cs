using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>An offer as LDK read it; features big-endian as on the wire.</summary>
public sealed record LdkOffer(
    string? Description,
    ulong? AbsoluteExpiry,
    string? Issuer,
    PublicKey? IssuerSigningPubkey,
    ByteString? Metadata,
    ByteString OfferFeatures,
    ulong? AmountMsat,
    string? Currency,
    ulong? CurrencyAmount,
    IReadOnlyList<ByteString> Chains,
    string SupportedQuantity,
    int Paths,
    IReadOnlyList<ByteString> PathBytes,
    ByteString Id,
    ByteString Bytes,
    string Bolt12);

/// <summary>An invoice request as LDK read it, its signature verified.</summary>
public sealed record LdkInvoiceRequest(
    string? Description,
    ulong? AbsoluteExpiry,
    string? Issuer,
    PublicKey? IssuerSigningPubkey,
    ByteString? Metadata,
    ByteString OfferFeatures,
    PublicKey PayerId,
    ByteString PayerMetadata,
    string? PayerNote,
    ByteString Chain,
    ulong? Quantity,
    ByteString InvoiceRequestFeatures,
    ulong? AmountMsat,
    bool HasAmount,
    ulong? OfferAmountMsat,
    IReadOnlyList<ByteString> OfferChains,
    string SupportedQuantity,
    int Paths,
    ByteString Signature,
    ByteString Bytes);

/// <summary>An invoice as LDK read it, its signature verified.</summary>
public sealed record LdkBolt12Invoice(
    string? Description,
    ulong? AbsoluteExpiry,
    string? Issuer,
    PublicKey? IssuerSigningPubkey,
    ByteString? Metadata,
    ByteString OfferFeatures,
    PublicKey PayerId,
    ByteString PayerMetadata,
    string? PayerNote,
    ByteString Chain,
    ulong? Quantity,
    ByteString InvoiceRequestFeatures,
    ByteString Features,
    ByteString PaymentHash,
    ulong AmountMsat,
    ulong CreatedAt,
    ulong RelativeExpiry,
    PublicKey SigningPubkey,
    IReadOnlyList<string> Fallbacks,
    int Paths,
    IReadOnlyList<LdkPaymentPath> PaymentPaths,
    ByteString Signature,
    ByteString SignableHash,
    ByteString Bytes);

/// <summary>A payment path of <see cref="LdkBolt12Invoice"/> with its costs.</summary>
public sealed record LdkPaymentPath(
    PublicKey? IntroductionNodeId,
    ulong? IntroductionScid,
    int? IntroductionDirection,
    PublicKey PathKey,
    int Hops,
    IReadOnlyList<LdkHop> BlindedHops,
    uint FeeBaseMsat,
    uint FeeProportionalMillionths,
    ushort CltvExpiryDelta,
    ulong HtlcMinimumMsat,
    ulong HtlcMaximumMsat);
