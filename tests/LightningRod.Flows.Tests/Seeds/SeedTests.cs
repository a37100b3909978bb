using System.Collections.Concurrent;
using System.Globalization;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>
/// Whole members on random schedules, each by its seed. <c>ROD_SEEDS</c> says how many (default 2000), <c>ROD_SEED</c> plays one again; the same seed
/// gives the same run.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int Most = 3;

    [Fact]
    public void Member_OnManyRandomSchedules_KeepsItsPromises()
    {
        var began = TimeProvider.System.GetTimestamp();
        var one = Setting("ROD_SEED");
        var (first, count) = one is { } seed ? (seed, 1) : (1, Setting("ROD_SEEDS") ?? 2000);
        var failures = new ConcurrentDictionary<int, string>();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(first, count), EnumerablePartitionerOptions.NoBuffering),
            options,
            (number, all) =>
            {
                if (SeedRun.Play(number).Wrong is { } wrong) failures[number] = wrong;
                if (failures.Count >= Most) all.Stop();
            });
        output.WriteLine($"{count} seeds in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.OrderBy(static failure => failure.Key).Select(static failure => failure.Value)));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Play_OfOneSeedTwice_GivesTheSameHistory(int seed) => Assert.Equal(SeedRun.Play(seed).History, SeedRun.Play(seed).History);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
