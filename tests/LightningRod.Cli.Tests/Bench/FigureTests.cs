using System.Diagnostics;
using LightningRod.Cli.Bench;

namespace LightningRod.Cli.Tests.Bench;

public sealed class FigureTests
{
    [Theory, InlineData(0.5, 50), InlineData(0.99, 99), InlineData(1, 100), InlineData(0.001, 1)]
    public void Within_AHundredTimes_IsTheOneAtTheShare(double share, int milliseconds)
    {
        var latencies = new Latencies();
        foreach (var time in Enumerable.Range(1, 100).Reverse()) latencies.Add(time * Stopwatch.Frequency / 1000);
        Assert.Equal(milliseconds, latencies.Within(share), precision: 6);
    }

    [Fact]
    public void Within_NoTimes_IsZero() => Assert.Equal(0, new Latencies().Within(0.5));

    [Fact]
    public void Take_OfAnother_MovesAll()
    {
        Latencies all = new(), one = new();
        all.Add(1);
        one.Add(2);
        all.Take(one);
        Assert.Equal((2, 0), (all.Count, one.Count));
    }

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 1, 2, 3)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 1, 2.5, 4)]
    [InlineData(new[] { 5.0 }, 5, 5, 5)]
    public void Spread_OfRounds_HasLowestMedianAndHighest(double[] rounds, double lowest, double median, double highest)
    {
        var spread = new Spread();
        foreach (var round in rounds) spread.Add(round);
        Assert.Equal((lowest, median, highest), (spread.Lowest, spread.Median, spread.Highest));
    }

    [Fact]
    public void Bounds_AtTheBound_AreKept()
    {
        Assert.True(Figure.AtLeast("a", 1, "b", 1).Kept);
        Assert.True(Figure.AtMost("a", 1, "b", 1).Kept);
        Assert.False(Figure.AtLeast("a", 0.9, "b", 1).Kept);
        Assert.False(Figure.AtMost("a", 1.1, "b", 1).Kept);
    }

    [Fact]
    public void Print_MissedBound_IsNoFailure()
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Fine, Report.Print("any", [Figure.AtLeast("speed", 1, "a second", 2)], json: false, output));
        Assert.Contains("at least 2: missed", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_OfLongWork_IsALineForEachTenth()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using (var progress = new Progress(error, "work", 1000))
        {
            for (var done = 1; done <= 1000; done++) progress.Report(done);
        }

        Assert.Equal(10, error.ToString().TrimEnd().Split('\n').Length);
        Assert.EndsWith("work: 1,000 of 1,000\n", error.ToString(), StringComparison.Ordinal);
    }
}
