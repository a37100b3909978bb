namespace LightningRod.Server.Secrets;

/// <summary>What a token of the admin endpoints allows.</summary>
public enum AdminScope
{
    /// <summary>To look at status and lists.</summary>
    Read,

    /// <summary>Also to change things: to retry, to back up.</summary>
    Write,
}
