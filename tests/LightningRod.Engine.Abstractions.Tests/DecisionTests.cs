namespace LightningRod.Engine.Abstractions.Tests;

public sealed class DecisionTests
{
    [Fact]
    public void WritesNothing_ReplyAlone_IsTrue()
    {
        Assert.True(Decision.Nothing.WritesNothing);
        Assert.True(Decision.Answer(new Said()).WritesNothing);
    }

    public static TheoryData<string, Decision> Writing() => new()
    {
        { "event", new() { Events = [new Happened()] } },
        { "effect", new() { Effects = [new Wanted()] } },
        { "alarm", new() { Alarm = Alarm.None } },
        { "index", new() { Index = [new IndexChange("hash", new OpaqueKey([1]), Add: false)] } },
        { "content", new() { Content = [new ContentChange(new OpaqueKey([1]), null)] } },
        { "view", new() { View = new ViewRow("holding", false, 0, null, "{}") } },
    };

    [Theory, MemberData(nameof(Writing))]
    public void WritesNothing_AnythingDurable_IsFalse(string what, Decision decision) => Assert.False(decision.WritesNothing, what);

    private sealed record Said : IReply;

    private sealed record Happened : IEvent;

    private sealed record Wanted : IEffect
    {
        public string Destination => "test/1";
    }
}
