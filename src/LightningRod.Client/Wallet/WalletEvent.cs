using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>Something that a wallet sees in its channels.</summary>
public abstract record WalletEvent;

/// <summary>An HTLC came and waits for a claim or a fail.</summary>
/// <param name="Htlc">Which.</param>
/// <param name="Hash">What it is locked to.</param>
/// <param name="Amount">Its amount.</param>
/// <param name="Expiry">Its expiry height.</param>
/// <param name="Onion">The onion for the wallet.</param>
/// <param name="PathKey">The path key that came with it, when it came over a blinded path.</param>
public sealed record PartArrived(HtlcName Htlc, PaymentHash Hash, Msat Amount, BlockHeight Expiry, ByteString Onion, PublicKey? PathKey = null)
    : WalletEvent;

/// <summary>Something happened to a part that this wallet sent; <see cref="IWallet.FindPartAsync"/> tells what.</summary>
/// <param name="Hash">Its payment hash.</param>
public sealed record PartChanged(PaymentHash Hash) : WalletEvent;

/// <summary>Something else changed: a block, a channel that became active.</summary>
public sealed record WalletChanged : WalletEvent;

/// <summary>An HTLC that arrived at the wallet.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Id">Its id there.</param>
public readonly record struct HtlcName(ChannelId Channel, ulong Id);
