namespace LightningRod.Ports.Channels;

/// <summary>When a node tells that an intercepted HTLC was settled.</summary>
public enum SettleReporting
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>
    /// When the incoming HTLC is settled, hence not while the payer is away (lnd). Before that the outgoing HTLC only vanishes, which is reported as
    /// <see cref="OutgoingResolved"/> where the node lists its outgoing HTLCs.
    /// </summary>
    WhenPayerIsBack,

    /// <summary>As soon as the outgoing HTLC was settled, with the preimage (Core Lightning).</summary>
    AtOnce,
}
