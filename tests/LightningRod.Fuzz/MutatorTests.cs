namespace LightningRod.Fuzz;

public sealed class MutatorTests
{
    private static readonly byte[][] Inputs = [[], [1], [.. Enumerable.Range(0, 100).Select(i => (byte)i)]];

    [Fact]
    public void Next_SameSeed_GivesTheSameInputs()
    {
        Mutator one = new(new Random(1)), two = new(new Random(1)), other = new(new Random(2));
        var first = Many(one, Inputs);
        Assert.Equal(first, Many(two, Inputs));
        Assert.NotEqual(first, Many(other, Inputs));
    }

    [Fact]
    public void Next_ManyTimes_LeavesTheCorpusAndKeepsTheBound()
    {
        var before = Inputs.Select(Convert.ToHexString).ToArray();
        var made = Many(new Mutator(new Random(3)), Inputs);
        Assert.Equal(before, Inputs.Select(Convert.ToHexString));
        Assert.All(made, input => Assert.InRange(input.Length / 2, 0, Mutator.MaxLength));
        Assert.Contains(made, input => input.Length == 0);
        Assert.Contains(made, input => input.Length / 2 > 10_000);
        Assert.Contains(made, input => input.Contains("FFFFFFFFFFFFFFFFFF", StringComparison.Ordinal));
        Assert.Contains(made, input => input.Contains("FD00FC", StringComparison.Ordinal));
        Assert.True(made.Distinct().Count() > made.Count / 2);
    }

    [Fact]
    public void Next_WithoutCorpus_StillMakesInputs() => Assert.True(Many(new Mutator(new Random(4)), []).Distinct().Count() > 100);

    private static List<string> Many(Mutator mutator, byte[][] corpus) =>
        [.. Enumerable.Range(0, 5000).Select(_ => Convert.ToHexString(mutator.Next(corpus)))];
}
