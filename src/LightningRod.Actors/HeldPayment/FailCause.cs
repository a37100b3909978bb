namespace LightningRod.Actors.HeldPayment;

/// <summary>Why a part is failed.</summary>
public enum FailCause
{
    /// <summary>Its fail-back height came.</summary>
    FailBackHeight,

    /// <summary>Another part of the hold failed before the first release: all or none.</summary>
    Together,

    /// <summary>It came with too few blocks until its fail-back height.</summary>
    TooFewBlocks,

    /// <summary>The hold's amount would be exceeded.</summary>
    OverAmount,

    /// <summary>The hold has as many parts as it may have.</summary>
    TooManyParts,

    /// <summary>The hold expired.</summary>
    HoldExpired,

    /// <summary>The hold was cancelled.</summary>
    HoldCancelled,

    /// <summary>The node failed it, or it failed further along; nobody here decided so.</summary>
    Node,
}

/// <summary>What the payer is told about a <see cref="FailCause"/>.</summary>
public static class FailCauses
{
    /// <summary>
    /// The failure code of BOLT 4: <c>expiry_too_soon</c> for too few blocks, else <c>temporary_channel_failure</c>, which every node can send.
    /// </summary>
    /// <param name="cause">The cause.</param>
    public static ushort FailureCode(this FailCause cause) =>
        cause == FailCause.TooFewBlocks ? Wire.Numbers.FailureCode.ExpiryTooSoon : Wire.Numbers.FailureCode.TemporaryChannelFailure;
}
