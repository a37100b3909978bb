using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace LightningRod.Fuzz;

public sealed class TargetTests
{
    private const double LeastShareOfBound = 0.1;

    public static IEnumerable<TheoryDataRow<string>> Names() => Targets.All.Select(target => new TheoryDataRow<string>(target.Name));

    [Theory, MemberData(nameof(Names))]
    public void Corpus_EveryInput_KeepsThePromises(string name)
    {
        var fuzzer = new Fuzzer(Target(name), FuzzSettings.Seed);
        Assert.Null(fuzzer.Replay());
        Assert.True(fuzzer.Tried > 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void Corpus_InputNamedAcceptedOrRefused_IsThat(string name)
    {
        var target = Target(name);
        foreach (var (file, input) in Corpus.Load(target))
        {
            var (accepted, refused) = (file.StartsWith("accepted-", StringComparison.Ordinal), file.StartsWith("refused-", StringComparison.Ordinal));
            if (accepted || refused) Assert.True(target.Take(input).IsOk == accepted, file);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Corpus_OfATarget_HasAcceptedAndRefusedInputs(string name)
    {
        var target = Target(name);
        Assert.NotEmpty(Corpus.Load(target));
        Assert.Contains(target.Inputs(), input => target.Take(input).IsOk);
        Assert.Contains(target.Inputs(), input => !target.Take(input).IsOk);
    }

    /// <summary>A bound far above what any input costs promises nothing.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Corpus_OfATarget_HasAnInputNearTheAllocationBound(string name)
    {
        var target = Target(name);
        Assert.Contains(target.Inputs(), input =>
        {
            target.Take(input); // the first use of a type allocates
            var parsed = target.Take(input);
            return parsed.Allocated >= target.AllocationBound(parsed) * LeastShareOfBound;
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Mutations_OfTheCorpus_KeepThePromises(string name)
    {
        var target = Target(name);
        var fuzzer = new Fuzzer(target, FuzzSettings.Seed);
        var finding = fuzzer.Run(FuzzSettings.Time * target.Parts / Targets.All.Sum(other => other.Parts));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {fuzzer.Tried} inputs, {fuzzer.Behaviours} behaviours, ROD_FUZZ_SEED={FuzzSettings.Seed}"));
        if (finding is not null) Assert.Fail($"{finding}\nkept as {Corpus.Keep(finding)}");
    }

    [Theory, MemberData(nameof(Names))]
    public void AnyBytes_KeepThePromises(string name)
    {
        var target = Target(name);
        var inputs = target.Inputs();
        var bytes = ArbMap.Default.GeneratorFor<byte>().ArrayOf();
        var mutated = Gen.Choose(0, int.MaxValue).Select(seed => new Mutator(new Random(seed)).Next(inputs));
        var shorter = (byte[] input) => Enumerable.Range(0, input.Length).Select(at => input[..at].Concat(input[(at + 1)..]).ToArray());
        Prop.ForAll(Arb.From(Gen.OneOf(bytes, mutated), shorter), input =>
        {
            var complaint = Judge.ComplaintInTime(target, input);
            return (complaint is null).Label($"{complaint}, ROD_FUZZ_SEED={FuzzSettings.Seed}");
        }).Check(FuzzSettings.Properties);
    }

    [Fact]
    public void Targets_HaveTheirOwnNamesAndNoCorpusIsLeftBehind()
    {
        Assert.Distinct(Targets.All.Select(target => target.Name));
        var folders = Directory.EnumerateDirectories(Corpus.Folder).Select(Path.GetFileName);
        Assert.Equal(Targets.All.Select(target => target.Name).Order(), folders.Order());
    }

    private static FuzzTarget Target(string name) => Targets.All.Single(target => target.Name == name);
}
