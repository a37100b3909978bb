using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

/// <summary>The fuzzer must find what is there to be found, and find it again.</summary>
public sealed class FuzzerTests
{
    // Two inputs that are fine; one record of type 7 with a value of two bytes is not, and lies some mutations away.
    private static readonly FuzzTarget Planted = FuzzTarget.Bytes<TlvStream>("Planted", input => TlvStream.Parse(input).Map(Fragile), null) with
    {
        Seeds = () => [Convert.FromHexString("0100" + "0301aa" + "0500"), Convert.FromHexString("0402aabb" + "0900")],
    };

    [Fact]
    public void Run_PlantedFault_IsFoundMadeSmallAndRepeatable()
    {
        var one = new Fuzzer(Planted, 1);
        var finding = one.Run(TimeSpan.FromSeconds(20));
        Assert.Equal("threw InvalidOperationException: type 7", finding?.Complaint);
        Assert.Equal(4, finding!.Input.Length);
        Assert.Contains("ROD_FUZZ_SEED=1 ", finding.ToString(), StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(finding.Input), finding.ToString(), StringComparison.Ordinal);
        Assert.Equal(finding.Input, new Fuzzer(Planted, 1).Run(TimeSpan.FromSeconds(20))?.Input);
    }

    [Fact]
    public void Run_NoTime_StillTriesSome()
    {
        var fuzzer = new Fuzzer(FuzzTarget.Bytes("None", input => TlvStream.Parse(input), null), 2);
        Assert.Null(fuzzer.Run(TimeSpan.Zero));
        Assert.Equal(Fuzzer.LeastInputs, fuzzer.Tried);
        Assert.True(fuzzer.Behaviours > 3);
    }

    [Fact]
    public void Run_ParserThatNeverEnds_IsAFinding()
    {
        using var never = new ManualResetEventSlim();
        var target = FuzzTarget.Bytes<int>("Lost", input =>
        {
            if (input.Length == 3) never.Wait();
            return 1;
        }, null);
        var finding = new Fuzzer(target, 3) { HangLimit = TimeSpan.FromSeconds(1) }.Run(TimeSpan.Zero);
        never.Set();
        Assert.Equal("hangs", finding?.Kind);
        Assert.Equal(3, finding!.Input.Length);
    }

    [Fact]
    public void Replay_SeedThatBreaksAPromise_IsAFinding()
    {
        var target = Planted with { Seeds = () => [[], Convert.FromHexString("0702aabb")] };
        Assert.Equal("threw InvalidOperationException: type 7", new Fuzzer(target, 0).Replay()?.Complaint);
    }

    [Fact]
    public void Keep_Finding_IsLoadedAgain()
    {
        var folder = Directory.CreateTempSubdirectory("rod-fuzz").FullName;
        try
        {
            var file = Corpus.Keep(new Finding(Planted, [7, 2, 0xaa, 0xbb], "threw X: a\nb", "input 5"), folder);
            var kept = Assert.Single(Corpus.Load(Planted, folder));
            Assert.Equal((Path.GetFileName(file), "0702AABB"), (kept.Name, Convert.ToHexString(kept.Input)));
            File.WriteAllText(file, "# a remark with 00\n07 02\n\taa bb\n\n");
            Assert.Equal([7, 2, 0xaa, 0xbb], Corpus.Load(Planted, folder).Single().Input);
            Assert.Empty(Corpus.Load(Planted with { Name = "Other" }, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("-1")]
    public void Setting_NoNumber_IsNamed(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => FuzzSettings.Parsed("ROD_FUZZ_SEED", text, ulong.Parse));
        Assert.Contains("ROD_FUZZ_SEED", refusal.Message, StringComparison.Ordinal);
    }

    private static TlvStream Fragile(TlvStream stream) => stream.Find(7) is { Length: 2 } ? throw new InvalidOperationException("type 7") : stream;
}
