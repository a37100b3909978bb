using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>What is wanted for an offered HTLC.</summary>
/// <remarks><see cref="Hold"/> leaves the offer open and may be said again, the newest counts; each of the others closes it.</remarks>
public abstract record HtlcAnswer
{
    private HtlcAnswer()
    {
    }

    /// <summary>Keep it, and fail it when the height is reached and nothing else was said: also when nobody can say anything any more.</summary>
    /// <param name="FailBackHeight">First height at which it is failed back.</param>
    /// <param name="Code">Failure code for that, for example <c>temporary_node_failure</c>.</param>
    public sealed record Hold(BlockHeight FailBackHeight, ushort Code) : HtlcAnswer;

    /// <summary>Let it go on, as its onion says.</summary>
    public sealed record Resume : HtlcAnswer;

    /// <summary>Fail it back.</summary>
    /// <param name="Code">Failure code (BOLT 4); see <see cref="ChannelNodeCapabilities.FailureCodes"/>.</param>
    public sealed record Fail(ushort Code) : HtlcAnswer;

    /// <summary>Claim it; needs <see cref="ChannelNodeCapabilities.SettlesHtlcs"/>.</summary>
    /// <param name="Preimage">The preimage of its payment hash.</param>
    public sealed record Settle(PaymentPreimage Preimage) : HtlcAnswer;
}
