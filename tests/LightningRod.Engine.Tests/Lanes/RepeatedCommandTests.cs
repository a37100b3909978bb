using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

/// <summary>One command id, one decision, one reply.</summary>
public sealed class RepeatedCommandTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Command_AskedThreeTimesAtOnce_IsDecidedOnce(int seed)
    {
        using var world = new World(new() { Lanes = 1 }, seed).Start();
        var asked = new List<(int Command, Task<AskResult> Asked)>();
        var ids = Enumerable.Range(0, 10).Select(_ => CommandId.New()).ToList();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < ids.Count; i++) asked.Add((i, world.Post(World.Id(), new Note($"{i}"), ids[i])));
            for (var steps = 0; steps < seed * 3; steps++) world.Step();
        }

        world.Run();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), world.Stored(World.Id()).Order());
        foreach (var same in asked.GroupBy(row => row.Command)) Assert.Single(same.Select(row => World.Text(row.Asked)).Distinct());
    }

    [Fact]
    public void Command_RepeatedInTheSameBatch_SharesTheAnswer()
    {
        using var world = new World(new() { Lanes = 1 }).Start();
        world.Show(World.Id());
        var id = CommandId.New();
        var asked = Enumerable.Range(0, 3).Select(_ => world.Post(World.Id(), new Note("x"), id)).ToList();
        world.Run();
        Assert.All(asked, one => Assert.Equal("1", World.Text(one)));
        Assert.Single(Assert.Single(world.Journal.Batches));
    }

    [Fact]
    public void Command_ThatWroteNothing_IsDecidedAnew()
    {
        using var world = new World().Start();
        var id = CommandId.New();
        Assert.Equal("", world.Said(World.Id(), new Show(), id));
        world.Said(World.Id(), new Note("x"));
        Assert.Equal("x", world.Said(World.Id(), new Show(), id));
    }

    [Fact]
    public void Command_ThatWroteAndNowWouldNot_GetsTheFirstReply()
    {
        using var world = new World().Start();
        var id = CommandId.New();
        var once = new Do((state, _) => state.Texts.Length == 0
            ? new() { Events = [new Noted("x")], Reply = new Said("first") }
            : Decision.Answer(new Said("too late")));
        Assert.Equal("first", world.Said(World.Id(), once, id));
        Assert.Equal("first", world.Said(World.Id(), once, id));
        Assert.Equal("too late", world.Said(World.Id(), once, CommandId.New()));
    }

    [Fact]
    public void Command_WithoutAnId_IsDecidedEachTime()
    {
        using var world = new World().Start();
        world.Said(World.Id(), new Note("x"));
        Assert.Equal("2", world.Said(World.Id(), new Note("x")));
    }

    [Fact]
    public void Command_AfterRepliesWereForgotten_IsDecidedAnew()
    {
        using var world = new World().Start();
        var id = CommandId.New();
        world.Said(World.Id(), new Note("x"), id);
        world.Pass(TimeSpan.FromHours(23));
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
        world.Pass(TimeSpan.FromHours(2));
        Assert.Equal("2", world.Said(World.Id(), new Note("x"), id));
    }
}
