namespace LightningRod.Cli.Bench;

/// <summary>One measured number.</summary>
/// <param name="Name">Name, for programs.</param>
/// <param name="Value">Value.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Bound">What the value must keep, for example "at least 0.75"; null when there is no bound.</param>
/// <param name="Kept">Whether the bound is kept.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Bound = null, bool? Kept = null)
{
    internal static Figure AtLeast(string name, double value, string unit, double bound) => new(name, value, unit, $"at least {bound}", value >= bound);

    internal static Figure AtMost(string name, double value, string unit, double bound) => new(name, value, unit, $"at most {bound}", value <= bound);
}
