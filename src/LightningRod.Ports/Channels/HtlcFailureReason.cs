namespace LightningRod.Ports.Channels;

/// <summary>Why an HTLC failed, as far as a node tells.</summary>
public enum HtlcFailureReason
{
    /// <summary>The node does not say.</summary>
    Unknown,

    /// <summary>It was answered with a fail, or its fail-back height came.</summary>
    Answered,

    /// <summary>The node failed it unasked, because its expiry came near.</summary>
    Overdue,

    /// <summary>It was resumed and the node could not forward it: peer away, no balance, too little fee or time.</summary>
    NotForwarded,

    /// <summary>It was forwarded and failed further on.</summary>
    Downstream,

    /// <summary>It expired on chain.</summary>
    OnChain,
}
