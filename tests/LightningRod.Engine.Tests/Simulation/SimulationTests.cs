using System.Globalization;
using Xunit.Sdk;

namespace LightningRod.Engine.Tests.Simulation;

/// <summary>
/// Many lives of a member. <c>ROD_SIMULATION_SEEDS</c> sets how many (default 2000), <c>ROD_SIMULATION_SEED</c> repeats one.
/// </summary>
public sealed class SimulationTests
{
    private const int Parts = 8;
    private const int SeedsByDefault = 2000;

    public static TheoryData<int> PartNumbers() => [.. Enumerable.Range(0, Parts)];

    [Theory, MemberData(nameof(PartNumbers))]
    public void Life_UnderManySeeds_KeepsTheInvariants(int part)
    {
        if (Number("ROD_SIMULATION_SEED") is { } single)
        {
            if (part == 0) Live(single);
            return;
        }

        var seeds = Number("ROD_SIMULATION_SEEDS") ?? SeedsByDefault;
        for (var seed = part; seed < seeds; seed += Parts) Live(seed);
    }

    [Theory, InlineData(1), InlineData(77)]
    public void Life_UnderOneSeed_IsTheSameEachTime(int seed)
    {
        var first = Live(seed);
        Assert.NotEmpty(first);
        Assert.Equal(first, Live(seed));
        Assert.NotEqual(first, Live(seed + 1));
    }

    private static string Live(int seed)
    {
        using var simulation = new Simulation(seed);
        try
        {
            simulation.Run();
        }
        catch (Exception failure)
        {
            throw new XunitException($"ROD_SIMULATION_SEED={seed} repeats this: {failure.Message}\n{simulation.Trace}", failure);
        }

        return simulation.Trace;
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
