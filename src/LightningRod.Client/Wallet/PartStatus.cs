using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>What a wallet knows of a part that it was to send.</summary>
public abstract record PartStatus
{
    private PartStatus()
    {
    }

    /// <summary>It was never sent, and no call that would send it is in progress.</summary>
    public sealed record NeverSent : PartStatus;

    /// <summary>It is in the channel, or on chain and undecided.</summary>
    public sealed record Pending : PartStatus;

    /// <summary>The payee has it.</summary>
    /// <param name="Preimage">The proof.</param>
    public sealed record Settled(PaymentPreimage Preimage) : PartStatus;

    /// <summary>It came back.</summary>
    /// <param name="Packet">The failure packet as it came; empty when there is none.</param>
    public sealed record Failed(ByteString Packet) : PartStatus;
}
