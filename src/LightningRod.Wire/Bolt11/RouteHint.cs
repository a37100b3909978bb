namespace LightningRod.Wire.Bolt11;

/// <summary>A way from a public node to the payee over channels that gossip does not know: the <c>r</c> field (BOLT 11).</summary>
/// <param name="Hops">The channels in the direction of the payment, 1 to 12; the last one ends at the payee.</param>
public sealed record RouteHint(IReadOnlyList<RouteHintHop> Hops)
{
    /// <summary>A hint of some channels.</summary>
    /// <param name="hops">The channels in the direction of the payment.</param>
    public static RouteHint Of(params RouteHintHop[] hops) => new(hops);

    /// <inheritdoc/>
    public bool Equals(RouteHint? other) => other is not null && Hops.SequenceEqual(other.Hops);

    /// <inheritdoc/>
    public override int GetHashCode() => Hops.Count > 0 ? Hops[^1].GetHashCode() : 0;
}
