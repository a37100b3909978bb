using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>How an HTLC ends.</summary>
public abstract record HtlcEnd
{
    private HtlcEnd()
    {
    }

    /// <summary>It is claimed.</summary>
    /// <param name="Preimage">The preimage of its payment hash.</param>
    public sealed record Settled(PaymentPreimage Preimage) : HtlcEnd;

    /// <summary>It fails, with a packet for the payer.</summary>
    /// <param name="Packet">The failure packet as the sender of the HTLC gets it.</param>
    public sealed record Failed(ByteString Packet) : HtlcEnd;

    /// <summary>It fails because its onion could not be read, or on a blinded path; the sender makes the packet.</summary>
    /// <param name="Code">Failure code with BADONION.</param>
    /// <param name="OnionHash">SHA-256 of the onion.</param>
    public sealed record Malformed(ushort Code, Bytes32 OnionHash) : HtlcEnd;

    /// <summary>It timed out on chain.</summary>
    public sealed record TimedOut : HtlcEnd;
}
