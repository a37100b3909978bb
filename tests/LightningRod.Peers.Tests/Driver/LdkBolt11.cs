using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>A BOLT 11 invoice as LDK read it, its signature verified; features big-endian as on the wire.</summary>
public sealed record LdkBolt11(
    string Currency,
    ByteString PaymentHash,
    ByteString PaymentSecret,
    ByteString? PaymentMetadata,
    ulong? AmountMsat,
    PublicKey Payee,
    bool PayeeIsGiven,
    string? Description,
    bool HasDescriptionHash,
    ulong ExpirySeconds,
    ulong MinFinalCltv,
    ulong Timestamp,
    ByteString Features,
    IReadOnlyList<string> Fallbacks,
    IReadOnlyList<IReadOnlyList<LdkRouteHintHop>> RouteHints,
    string Invoice);

/// <summary>A channel of a route hint of <see cref="LdkBolt11"/>.</summary>
public sealed record LdkRouteHintHop(PublicKey NodeId, ulong Scid, uint FeeBaseMsat, uint FeeProportionalMillionths, ushort CltvExpiryDelta);

/// <summary>The peer's call about BOLT 11 (ldk/invoices.mjs).</summary>
internal static class LdkBolt11Calls
{
    internal static Task<LdkBolt11> Bolt11(this LdkPeer peer, string invoice) => peer.Call<LdkBolt11>("bolt11", new { invoice });
}
