namespace LightningRod.Actors.HeldPayment;

/// <summary>Where a hold stands.</summary>
public enum HoldStatus
{
    /// <summary>Nobody asked for it.</summary>
    None,

    /// <summary>Asked for; neither part nor trigger.</summary>
    Requested,

    /// <summary>The trigger came, and there is no part (any more): parts are released as they come.</summary>
    Armed,

    /// <summary>Parts came, no trigger.</summary>
    Holding,

    /// <summary>Parts and trigger: the gate is open.</summary>
    Open,

    /// <summary>It was open, and all parts have come to an end.</summary>
    Done,

    /// <summary>The expiry height passed before the gate opened.</summary>
    Expired,

    /// <summary>The payer cancelled it before the gate opened.</summary>
    Cancelled,
}
