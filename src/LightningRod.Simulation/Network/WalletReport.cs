using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>Something that a wallet sees in its channels.</summary>
public abstract record WalletReport;

/// <summary>An HTLC came and waits for a claim or a fail. Told again whenever the wallet comes online or begins to watch.</summary>
public sealed record HtlcArrived : WalletReport
{
    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Its id there, in the peer's direction.</summary>
    public required ulong HtlcId { get; init; }

    /// <summary>What it is locked to.</summary>
    public required PaymentHash Hash { get; init; }

    /// <summary>Its amount.</summary>
    public required Msat Amount { get; init; }

    /// <summary>Its expiry height.</summary>
    public required BlockHeight Expiry { get; init; }

    /// <summary>The onion for the wallet.</summary>
    public required ByteString Onion { get; init; }

    /// <summary>The path key that came with it.</summary>
    public PublicKey? PathKey { get; init; }

    /// <summary>Records of <c>update_add_htlc</c>.</summary>
    public TlvStream Records { get; init; }

    /// <summary>The opened payload, when the simulation has the wallet's key.</summary>
    public ByteString? Payload { get; init; }
}

/// <summary>An HTLC that the wallet sent is over, and the wallet was there to see it.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="HtlcId">Its id there.</param>
/// <param name="Hash">What it was locked to.</param>
/// <param name="End">How it ended.</param>
public sealed record SentHtlcEnded(ChannelId Channel, ulong HtlcId, PaymentHash Hash, HtlcEnd End) : WalletReport;

/// <summary>The height changed.</summary>
/// <param name="Height">The new one.</param>
public sealed record WalletHeightChanged(BlockHeight Height) : WalletReport;

/// <summary>A channel of the wallet went on chain.</summary>
/// <param name="Channel">The channel.</param>
public sealed record WalletChannelOnChain(ChannelId Channel) : WalletReport;
