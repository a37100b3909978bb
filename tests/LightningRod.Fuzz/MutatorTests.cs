using LightningRod.Wire.Encodings;

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
    public void Next_TlvStream_OftenStaysOneWithAnotherValue()
    {
        byte[][] corpus = [Convert.FromHexString("0103aaaaaa" + "0302bbbb" + "0501cc"), Convert.FromHexString("07020909")];
        var streams = Many(new Mutator(new Random(5)), corpus)
            .Select(input => TlvStream.Parse(Convert.FromHexString(input)))
            .Where(read => read.IsOk && read.Value.Find(3) is not null)
            .Select(read => read.Value).ToList();
        Assert.InRange(streams.Count, 700, 5000);
        Assert.InRange(streams.Count(stream => stream.Find(3)!.Value.Length > 2), 100, 5000);
        Assert.Contains(streams, stream => stream.Find(1) is null);
        Assert.Contains(streams, stream => stream.Find(7) is not null);
        Assert.Contains(streams, stream => stream.Any(record => record.Type > 1 << 20 && record.Value.ToHex() == "bbbb"));
    }

    [Fact]
    public void Next_WithoutCorpus_StillMakesInputs() => Assert.True(Many(new Mutator(new Random(4)), []).Distinct().Count() > 100);

    private static List<string> Many(Mutator mutator, byte[][] corpus) =>
        [.. Enumerable.Range(0, 5000).Select(_ => Convert.ToHexString(mutator.Next(corpus)))];
}
