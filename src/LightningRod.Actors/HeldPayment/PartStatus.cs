namespace LightningRod.Actors.HeldPayment;

/// <summary>Where a part stands.</summary>
public enum PartStatus
{
    /// <summary>Kept back.</summary>
    Held,

    /// <summary>It is to go on; the node did not say yet that it went.</summary>
    ReleaseDecided,

    /// <summary>The node let it go on.</summary>
    Passed,

    /// <summary>An end: the preimage came.</summary>
    Settled,

    /// <summary>It is to be failed; the node did not say yet that it was.</summary>
    FailDecided,

    /// <summary>An end: the node failed it, or it failed further along.</summary>
    Failed,

    /// <summary>An end: the node has it no more and can not say what became of it.</summary>
    Gone,

    /// <summary>An end: its channel closes on chain. It is never released, and the node gets no answer.</summary>
    Abandoned,
}
