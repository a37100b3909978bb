using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

/// <summary>The judge must see what is broken: parsers with one fault each.</summary>
public sealed class JudgeTests
{
    private static readonly byte[] Input = [1, 2, 3];

    private static readonly Dictionary<string, FuzzTarget> Broken = new()
    {
        ["threw FormatException"] = Target(_ => throw new FormatException("no")),
        ["took too long"] = Target(_ => Busy(TimeSpan.FromMilliseconds(20))) with { TimeLimit = TimeSpan.FromMilliseconds(5) },
        ["allocated too much"] = Target(_ => new byte[100].Length) with { AllocationBase = 90, AllocationPerByte = 10 },
        ["refused without a reason"] = Target(_ => default),
        ["refused at an offset outside the input"] = Target(_ => new WireError(WireRule.WrongLength, 4, "too far")),
        ["encoded otherwise"] = Target(_ => 1, _ => [1, 2, 4]),
        ["refused its own encoding"] = Target(input => input[0] == 1 ? 1 : new WireError(WireRule.WrongLength, 0, "no"), _ => [2]) with
        {
            Canonical = _ => null,
        },
        ["encoded its own encoding otherwise"] = Target(input => input[^1] + 1, value => [(byte)value]) with { Canonical = _ => null },
        ["threw while encoding InvalidOperationException"] = Target(_ => 1, _ => throw new InvalidOperationException()),
    };

    public static IEnumerable<TheoryDataRow<string>> Kinds() => Broken.Keys.Select(kind => new TheoryDataRow<string>(kind));

    [Theory, MemberData(nameof(Kinds))]
    public void Complaint_BrokenPromise_IsNamed(string kind) => Assert.Equal(kind, Judge.Complaint(Broken[kind], Input)?.Split(':')[0]);

    [Fact]
    public void Complaint_HonestTarget_IsNone()
    {
        Assert.Null(Judge.Complaint(Target(_ => 1), Input));
        Assert.Null(Judge.Complaint(Target(_ => new WireError(WireRule.WrongLength, 3, "at the end")), Input));
        Assert.Null(Judge.Complaint(Target(_ => 1, _ => [1, 2, 3]), Input));
        Assert.Null(Judge.Complaint(Target(_ => 1, _ => [3, 2, 1]) with { Canonical = input => [.. input.Reverse()] }, Input));
        Assert.Null(Judge.Complaint(Target(_ => 1, _ => [9]) with { Canonical = _ => null }, Input));
    }

    [Fact]
    public void Complaint_AllocationOfTheFirstUseAlone_IsNone()
    {
        var first = true;
        var target = Target(_ =>
        {
            var length = first ? new byte[100_000].Length : 0;
            first = false;
            return length;
        });
        Assert.Null(Judge.Complaint(target, Input));
    }

    [Fact]
    public void ComplaintInTime_ParserThatNeverEnds_Hangs()
    {
        using var never = new ManualResetEventSlim();
        var target = Target(_ =>
        {
            never.Wait();
            return 1;
        });
        Assert.StartsWith("hangs", Judge.ComplaintInTime(target, Input, TimeSpan.FromMilliseconds(50)), StringComparison.Ordinal);
        never.Set();
    }

    [Fact]
    public void Complaint_ThreadThatWaits_IsNotTakenForABusyOne()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads' own clocks are read on Linux alone.");
        using var never = new ManualResetEventSlim();
        var target = Target(_ => never.Wait(TimeSpan.FromMilliseconds(50)) ? 0 : 1) with { TimeLimit = TimeSpan.FromMilliseconds(30) };
        Assert.Null(Judge.Complaint(target, Input));
    }

    [Fact]
    public void Complaint_DressedInput_IsWhatIsParsedAndEncoded()
    {
        var target = Target(input => input.Length == 4 ? 1 : new WireError(WireRule.WrongLength, 0, "not four bytes"), _ => [1, 2, 3, 6]) with
        {
            Dress = input => [.. input, (byte)input.Sum(b => b)],
        };
        Assert.Null(Judge.Complaint(target, Input));
        Assert.Null(Judge.Complaint(target, []));
        Assert.StartsWith("encoded otherwise", Judge.Complaint(target, [3, 2, 1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Complaint_ValueThatTheEncoderRefuses_IsNone() => Assert.Null(Judge.Complaint(Target(_ => 1, _ => null), Input));

    private static int Busy(TimeSpan time)
    {
        var begun = ThreadTime.Now;
        while (ThreadTime.Now - begun < time) Thread.SpinWait(1000);
        return 1;
    }

    private static FuzzTarget Target(ParseBytes<int> parse, Func<int, byte[]?>? encode = null) => FuzzTarget.Bytes("Broken", parse, encode);
}
