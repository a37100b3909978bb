namespace LightningRod.Peering.Limits;

/// <summary>What the limits say of a message.</summary>
internal enum Verdict
{
    /// <summary>Go on.</summary>
    Pass,

    /// <summary>Over the limit: drop it.</summary>
    Drop,

    /// <summary>Far over the limit: close the session.</summary>
    Flood,
}
