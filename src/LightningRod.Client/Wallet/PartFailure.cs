using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Client.Wallet;

/// <summary>Why a wallet fails an HTLC.</summary>
/// <param name="Message">Code and data. With the flag BADONION it goes out as <c>update_fail_malformed_htlc</c>, and the packet is empty.</param>
/// <param name="Packet">The failure packet for <c>update_fail_htlc</c>.</param>
public sealed record PartFailure(FailureMessage Message, ByteString Packet);
