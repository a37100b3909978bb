using System.Globalization;

namespace LightningRod.Peering;

/// <summary>Names one session of this process. A session that began later has the higher id.</summary>
/// <param name="Value">1 for the first session.</param>
public readonly record struct SessionId(long Value)
{
    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
