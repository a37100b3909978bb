namespace LightningRod.Ports.Channels;

/// <summary>What a node does with unanswered HTLCs when the stream ends.</summary>
public enum StreamLossEffect
{
    /// <summary>Forwards them, as if each had been answered with resume: a connector must refuse to start (lnd without requireinterceptor).</summary>
    Forwarded,

    /// <summary>Keeps them and offers them again to the next stream; new ones fail while there is none (lnd with requireinterceptor).</summary>
    KeptAndNewOnesFail,

    /// <summary>Keeps them and new ones, and offers all to the next stream (Core Lightning with shim and guard).</summary>
    Kept,
}
