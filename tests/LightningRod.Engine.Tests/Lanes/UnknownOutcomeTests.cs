using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Lanes;

/// <summary>The storage fails: what is answered, what is read again, and that everything goes on.</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    private static readonly AskResult Unknown = new AskResult.Unavailable(OutcomeIsUnknown: true);

    public static TheoryData<string, bool> Faults() => new()
    {
        { nameof(AppendFault.Refused), false },
        { nameof(AppendFault.Lost), false },
        { nameof(AppendFault.WrittenButLost), true },
        { nameof(AppendFault.HalfWrittenAndLost), true },
    };

    [Theory, MemberData(nameof(Faults))]
    public void Append_Fails_IsRepeatedUnderTheSameIdAndDecidedOnce(string fault, bool isWritten)
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("before"));
        world.Journal.FailNext(Enum.Parse<AppendFault>(fault));
        var id = CommandId.New();
        var result = World.Result(world.Ask(World.Id(), new Note("x"), id));
        Assert.Equal(new AskResult.Unavailable(fault != nameof(AppendFault.Refused)), result);
        Assert.Equal(isWritten ? ["before", "x"] : ["before"], world.Stored(World.Id()));
        Assert.True(world.Host.Health.StorageFails);

        var again = world.Ask(World.Id(), new Note("x"), id);
        world.PassStorageDelay();
        Assert.Equal("2", World.Text(again));
        Assert.Equal("before x", world.Show(World.Id()));
        Assert.Equal(["before", "x"], world.Stored(World.Id()));
        Assert.False(world.Host.Health.StorageFails);
    }

    [Fact]
    public void Append_Fails_AnswersAllThatRestOnIt()
    {
        using var world = new World(OneLane).Start();
        world.Show(World.Id());
        world.Show(World.Id("b"));
        world.Journal.FailNext(AppendFault.Lost);
        var id = CommandId.New();
        var asked = new[]
        {
            world.Post(World.Id(), new Note("1"), id),
            world.Post(World.Id(), new Note("1"), id),
            world.Post(World.Id(), new Show()),
            world.Post(World.Id("b"), new Note("1")),
        };
        world.Run();
        Assert.All(asked, one => Assert.Equal(Unknown, World.Result(one)));
        world.PassStorageDelay();
        Assert.Equal("", world.Show(World.Id()));
    }

    [Fact]
    public void Append_LandsLate_ConflictsWithNothingThatWasAcknowledged()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("before"));
        world.Journal.FailNext(AppendFault.LandsLate);
        var id = CommandId.New();
        Assert.Equal(Unknown, World.Result(world.Ask(World.Id(), new Note("late"), id)));
        world.PassStorageDelay();
        Assert.Equal("before", world.Show(World.Id()));
        world.Journal.LandLate();
        Assert.Equal("3", world.Said(World.Id(), new Note("after")));
        Assert.Equal(["before", "late", "after"], world.Stored(World.Id()));
        Assert.Equal("2", world.Said(World.Id(), new Note("late"), id));
    }

    [Fact]
    public void Append_LandsTooLate_IsNotWrittenAtAll()
    {
        using var world = new World(OneLane).Start();
        world.Show(World.Id());
        world.Journal.FailNext(AppendFault.LandsLate);
        _ = world.Post(World.Id(), new Note("late 1"));
        _ = world.Post(World.Id(), new Note("late 2"));
        world.Run();
        world.PassStorageDelay();
        Assert.Equal("1", world.Said(World.Id(), new Note("after")));
        world.Journal.LandLate();
        Assert.Equal(["after"], world.Stored(World.Id()));
        Assert.Equal("2", world.Said(World.Id(), new Note("more")));
    }

    [Fact]
    public void Append_FailsManyTimes_IsTriedLessAndLessOftenUntilItWorks()
    {
        using var world = new World(OneLane).Start();
        var tries = new List<DateTimeOffset>();
        world.Journal.FaultOf = _ =>
        {
            tries.Add(world.Time.Now);
            return tries.Count <= 8 ? AppendFault.Refused : AppendFault.None;
        };
        var last = world.Ask(World.Id(), new Note("x"));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(new AskResult.Unavailable(OutcomeIsUnknown: false), World.Result(last));
            last = world.Ask(World.Id(), new Note("x"));
            world.PassStorageDelay();
        }

        Assert.Equal("1", World.Text(last));
        var waits = tries.Zip(tries.Skip(1), (a, b) => b - a).ToList();
        Assert.Equal(8, waits.Count);
        Assert.True(waits[^1] <= OneLane.LongestStorageRetryAfter * 2);
        Assert.Equal("2", world.Said(World.Id(), new Note("y")));
    }

    [Fact]
    public void Append_WhileTheStorageIsLeftAlone_CommandsWaitUntilTheirTime()
    {
        using var world = new World(OneLane).Start();
        world.Journal.FaultOf = _ => AppendFault.Refused;
        for (var i = 0; i < 6; i++)
        {
            _ = world.Ask(World.Id(), new Note("x"));
            world.PassStorageDelay();
        }

        _ = world.Ask(World.Id(), new Note("x"));
        var kept = world.Ask(World.Id(), new Note("x"));
        var waiting = world.Ask(World.Id(), new Note("late"), timeout: TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new AskResult.TimedOut(), World.Result(waiting));
        world.Journal.FaultOf = _ => AppendFault.None;
        world.PassStorageDelay();
        Assert.Equal("1", World.Text(kept));
        Assert.Equal("2", world.Said(World.Id(), new Note("y")));
        Assert.Equal(["x", "y"], world.Stored(World.Id()));
    }

    [Fact]
    public void Read_Fails_IsAnsweredAndTriedAgain()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), new Note("x"));
        world.Restart();
        world.Journal.Fails = operation => operation == "ReadEventsAsync";
        var asked = new[] { world.Post(World.Id(), new Show()), world.Post(World.Id(), new Note("y")) };
        world.Run();
        Assert.All(asked, one => Assert.Equal(new AskResult.Unavailable(OutcomeIsUnknown: false), World.Result(one)));
        world.Journal.Fails = _ => false;
        var again = world.Ask(World.Id(), new Show());
        world.PassStorageDelay();
        Assert.Equal("x", World.Text(again));
        Assert.False(world.Host.Health.StorageFails);
    }

    [Fact]
    public void Inbox_CannotBeRead_NothingIsGuessed()
    {
        using var world = new World(OneLane).Start();
        var id = CommandId.New();
        world.Said(World.Id(), new Note("x"), id);
        world.Journal.Fails = operation => operation == "FindReplyAsync";
        Assert.Equal(Unknown, World.Result(world.Ask(World.Id(), new Note("x"), id)));
        Assert.Equal(Unknown, World.Result(world.Ask(World.Id(), new Show(), id)));
        world.Journal.Fails = _ => false;
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
    }

    [Fact]
    public void Journal_ThrowsWhatItShouldNot_IsAFailureLikeOthers()
    {
        using var world = new World(OneLane).Start();
        world.Journal.FaultOf = _ => throw new InvalidOperationException("a mistake of the journal");
        Assert.Equal(Unknown, World.Result(world.Ask(World.Id(), new Note("x"))));
        world.Journal.FaultOf = _ => AppendFault.None;
        var next = world.Ask(World.Id(), new Note("x"));
        world.PassStorageDelay();
        Assert.Equal("1", World.Text(next));
    }

    [Theory]
    [InlineData(nameof(AppendFault.NeverEnds), 0)]
    [InlineData(nameof(AppendFault.WrittenButNeverEnds), 1)]
    public void Process_DiesDuringAnAppend_TheRepetitionIsDecidedOnce(string fault, int written)
    {
        using var world = new World(OneLane).Start();
        world.Journal.FailNext(Enum.Parse<AppendFault>(fault));
        var id = CommandId.New();
        var asked = world.Ask(World.Id(), new Note("x"), id);
        Assert.False(asked.IsCompleted);
        world.Restart();
        Assert.Equal(written, world.Stored(World.Id()).Count);
        Assert.Equal("1", world.Said(World.Id(), new Note("x"), id));
        Assert.Equal(["x"], world.Stored(World.Id()));
    }
}
