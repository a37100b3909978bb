namespace LightningRod.Actors.HeldPayment;

/// <summary>Whether a part waits for its payer to come back, so that the incoming HTLC can be removed. The order is that of time.</summary>
public enum ReturnStage
{
    /// <summary>It does not wait.</summary>
    None,

    /// <summary>It waits, and the payer was woken.</summary>
    Awaited,

    /// <summary>Half of the return delta is left, and the payer was woken again.</summary>
    Reminded,

    /// <summary>24 blocks are left, and the payer was woken for the last time.</summary>
    LastCall,

    /// <summary>The incoming HTLC expired before the payer came back: the rest is the channel node's own chain logic.</summary>
    Missed,

    /// <summary>The payer is back.</summary>
    Back,
}
