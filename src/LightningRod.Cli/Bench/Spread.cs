namespace LightningRod.Cli.Bench;

/// <summary>One figure as it was in each of several rounds.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];

    internal double Lowest => _values.Min();

    internal double Highest => _values.Max();

    internal double Median
    {
        get
        {
            var sorted = _values.Order().ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    internal void Add(double value) => _values.Add(value);
}
