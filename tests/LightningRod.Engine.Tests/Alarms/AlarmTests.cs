using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Alarms;

/// <summary>Actors are woken at their time or height, once each, least margin first.</summary>
public sealed class AlarmTests
{
    private static readonly EngineOptions OneLane = new() { Lanes = 1 };

    private static Do Setting(Alarm alarm) => new((_, _) => new() { Alarm = alarm });

    [Fact]
    public void Alarm_ByTime_ComesThen()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Setting(Alarm.At(world.Time.Now.AddMinutes(30))));
        world.Pass(TimeSpan.FromSeconds(1799));
        Assert.Empty(world.Stored(World.Id()));
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["alarm 00:30:00 0"], world.Stored(World.Id()));
        world.Pass(TimeSpan.FromHours(5));
        Assert.Single(world.Stored(World.Id()));
    }

    [Fact]
    public void Alarm_EarlierThanAnother_ComesFirst()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("late"), Setting(Alarm.At(world.Time.Now.AddHours(9))));
        world.Said(World.Id("soon"), Setting(Alarm.At(world.Time.Now.AddMinutes(1))));
        world.Said(World.Id("far"), Setting(Alarm.At(world.Time.Now.AddDays(400))));
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Single(world.Stored(World.Id("soon")));
        Assert.Empty(world.Stored(World.Id("late")));
        world.Pass(TimeSpan.FromHours(9));
        Assert.Equal(["alarm 09:00:00 0"], world.Stored(World.Id("late")));
        world.Pass(TimeSpan.FromDays(400));
        Assert.Equal(["alarm 00:00:00 0"], world.Stored(World.Id("far")));
    }

    [Fact]
    public void Alarm_InThePast_ComesAtOnce()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Setting(Alarm.At(world.Time.Now.AddHours(-1))));
        Assert.Single(world.Stored(World.Id()));
    }

    [Fact]
    public void Alarm_ByHeight_ComesAtThatHeight()
    {
        using var world = new World(OneLane).Start();
        world.Do(() => world.Host.Heights.Raise(100));
        world.Said(World.Id(), Setting(Alarm.AtHeight(103)));
        world.Do(() => world.Host.Heights.Raise(102));
        Assert.Empty(world.Stored(World.Id()));
        world.Do(() => world.Host.Heights.Raise(105));
        Assert.Equal(["alarm 00:00:00 105"], world.Stored(World.Id()));
        world.Said(World.Id(), Setting(Alarm.AtHeight(104)));
        Assert.Equal(2, world.Stored(World.Id()).Count);
    }

    [Fact]
    public void Alarm_ByTimeOrHeight_ComesAtWhicheverIsFirst()
    {
        using var world = new World(OneLane).Start();
        var either = new Alarm(world.Time.Now.AddHours(1), 10);
        world.Said(World.Id("a"), Setting(either));
        world.Do(() => world.Host.Heights.Raise(10));
        Assert.Equal(["alarm 00:00:00 10"], world.Stored(World.Id("a")));
        world.Said(World.Id("b"), Setting(either with { Height = 99 }));
        world.Pass(TimeSpan.FromHours(2));
        Assert.Equal(["alarm 01:00:00 10"], world.Stored(World.Id("b")));
        Assert.Single(world.Stored(World.Id("a")));
    }

    [Fact]
    public void Alarm_TakenAwayOrMoved_DoesNotComeAsItWas()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("gone"), Setting(Alarm.At(world.Time.Now.AddMinutes(1))));
        world.Said(World.Id("gone"), Setting(Alarm.None));
        world.Said(World.Id("moved"), Setting(Alarm.At(world.Time.Now.AddMinutes(1))));
        world.Said(World.Id("moved"), Setting(Alarm.At(world.Time.Now.AddMinutes(3))));
        world.Said(World.Id("kept"), Setting(Alarm.At(world.Time.Now.AddMinutes(2))));
        world.Said(World.Id("kept"), new Note("x"));
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(world.Stored(World.Id("gone")));
        Assert.Equal(["alarm 00:03:00 0"], world.Stored(World.Id("moved")));
        Assert.Equal(["x", "alarm 00:02:00 0"], world.Stored(World.Id("kept")));
    }

    [Fact]
    public void Alarm_SetAgainByItsActor_ComesAgain()
    {
        using var world = new World(OneLane).Start();
        world.Actor.OnAlarm = (state, now) => new()
        {
            Events = [new Noted($"{now.Height}")],
            Alarm = now.Height >= 5 ? Alarm.None : Alarm.AtHeight(now.Height + 1),
        };
        world.Said(World.Id(), Setting(Alarm.AtHeight(1)));
        for (var height = 1u; height <= 9; height++) world.Do(() => world.Host.Heights.Raise(height));
        Assert.Equal(["1", "2", "3", "4", "5"], world.Stored(World.Id()));
    }

    [Fact]
    public void Alarms_DueTogether_ComeLeastMarginFirstHeightsBeforeTimes()
    {
        using var world = new World(OneLane with { AlarmsInFlight = 1 }).Start();
        world.Said(World.Id("time"), Setting(Alarm.At(world.Time.Now.AddMinutes(1))));
        foreach (var height in new uint[] { 9, 7, 8, 3 }) world.Said(World.Id($"{height}"), Setting(Alarm.AtHeight(height)));
        world.Kill();
        world.Time.MoveTo(world.Time.Now.AddMinutes(5), world.Run);
        world.Prepare();
        var order = new List<string>();
        world.Actor.OnAlarm = (state, _) =>
        {
            order.Add(System.Text.Encoding.UTF8.GetString(state.Id.Key.Span));
            return new() { Alarm = Alarm.None };
        };
        world.Do(() => world.Host.Heights.Raise(20));
        world.Await(() => world.Host.StartAsync());
        world.Run();
        Assert.Equal(["3", "7", "8", "9", "time"], order);
    }

    [Fact]
    public void Alarms_MoreThanMayBeInFlight_AllCome()
    {
        using var world = new World(OneLane with { AlarmsInFlight = 5 }).Start();
        for (var i = 0; i < 100; i++) world.Said(World.Id($"{i}"), Setting(Alarm.AtHeight((uint)(1 + (i % 10)))));
        world.Do(() => world.Host.Heights.Raise(10));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Single(world.Stored(World.Id($"{i}"))));
    }

    [Fact]
    public void Alarms_WhileOneActorTakesLong_ComeToTheOthers()
    {
        using var world = new World(new() { Lanes = 2 }).Start();
        var (stuck, free) = (World.Id("a", World.ClientsOf(2).First()), World.Id("a", World.ClientsOf(3).First()));
        world.Said(stuck, Setting(Alarm.AtHeight(1)));
        world.Said(free, Setting(Alarm.AtHeight(2)));
        world.Journal.FaultOf = batch => batch[0].Actor == stuck ? AppendFault.NeverEnds : AppendFault.None;
        world.Do(() => world.Host.Heights.Raise(5));
        Assert.Single(world.Stored(free));
        world.Said(free, Setting(Alarm.At(world.Time.Now.AddSeconds(20))));
        world.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(["alarm 00:00:00 5", "alarm 00:00:20 5"], world.Stored(free));
    }

    [Fact]
    public void Actor_ThatLeavesItsAlarmDue_IsNotHammeredAndOthersAreServed()
    {
        using var world = new World(OneLane with { AlarmsInFlight = 4 }).Start();
        var times = new List<DateTimeOffset>();
        var stays = true;
        world.Actor.OnAlarm = (state, now) =>
        {
            if (state.Id != World.Id("stuck 0")) return new() { Events = [new Noted("done")], Alarm = state.Id.Key == World.Key("fine") ? Alarm.None : null };
            times.Add(now.Time);
            return stays ? Decision.Nothing : new() { Alarm = Alarm.None };
        };
        for (var i = 0; i < 10; i++) world.Said(World.Id($"stuck {i}"), Setting(Alarm.AtHeight(1)));
        world.Do(() => world.Host.Heights.Raise(1));
        world.Said(World.Id("fine"), Setting(Alarm.At(world.Time.Now.AddMinutes(10).AddSeconds(30))));
        for (var i = 0; i < 40; i++) world.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(["done"], world.Stored(World.Id("fine")));
        Assert.InRange(world.Store.EventsOf(World.Id("fine"))[0].At - new DateTimeOffset(2026, 1, 1, 0, 10, 30, TimeSpan.Zero), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(times.Count, 10, 40);
        var waits = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        Assert.True(waits[^1] > TimeSpan.FromSeconds(45));

        stays = false;
        world.Pass(TimeSpan.FromMinutes(2));
        var count = times.Count;
        world.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(count, times.Count);
    }

    [Fact]
    public void Alarm_StorageFails_ComesWhenItIsBack()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Setting(Alarm.AtHeight(1)));
        world.Journal.Fails = operation => operation is "ReadDueAsync" or "ReadNextDueTimeAsync";
        world.Do(() => world.Host.Heights.Raise(1));
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(world.Stored(World.Id()));
        world.Journal.Fails = _ => false;
        world.PassStorageDelay();
        Assert.Single(world.Stored(World.Id()));
    }

    [Theory]
    [InlineData(nameof(AppendFault.Refused))]
    [InlineData(nameof(AppendFault.Lost))]
    [InlineData(nameof(AppendFault.WrittenButLost))]
    public void Alarm_ItsDecisionFails_ComesAgainUntilItIsWritten(string fault)
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Setting(Alarm.AtHeight(1)));
        world.Journal.FailNext(Enum.Parse<AppendFault>(fault), Enum.Parse<AppendFault>(fault));
        world.Do(() => world.Host.Heights.Raise(1));
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Single(world.Stored(World.Id()));
    }

    [Fact]
    public void Start_AlarmsThatFellDueMeanwhile_Come()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("t"), Setting(Alarm.At(world.Time.Now.AddMinutes(1))));
        world.Said(World.Id("h"), Setting(Alarm.AtHeight(50)));
        world.Do(() => world.Host.Heights.Raise(49));
        world.Kill();
        world.Time.MoveTo(world.Time.Now.AddHours(1), world.Run);
        world.Start();
        Assert.Equal(["alarm 01:00:00 49"], world.Stored(World.Id("t")));
        Assert.Empty(world.Stored(World.Id("h")));
        world.Do(() => world.Host.Heights.Raise(50));
        Assert.Single(world.Stored(World.Id("h")));
    }

    [Fact]
    public void Actors_DueWithinSixBlocks_AreFetchedAheadAndStay()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id("6 ahead"), Setting(Alarm.AtHeight(106)));
        world.Said(World.Id("7 ahead"), Setting(Alarm.AtHeight(107)));
        world.Restart();
        Assert.Equal(0, world.Host.Health.ActorsLoaded);
        world.Do(() => world.Host.Heights.Raise(100));
        Assert.Equal(1, world.Host.Health.ActorsLoaded);
        world.Pass(TimeSpan.FromMinutes(60));
        Assert.Equal(1, world.Host.Health.ActorsLoaded);
        var reads = world.Journal.Calls["ReadEventsAsync"];
        world.Journal.Hold("ReadEventsAsync");
        world.Do(() => world.Host.Heights.Raise(106));
        Assert.Single(world.Stored(World.Id("6 ahead")));
        Assert.Equal(reads + 1, world.Journal.Calls["ReadEventsAsync"]);
        world.Journal.LetGo("ReadEventsAsync");
        world.Do(() => world.Host.Heights.Raise(120));
        world.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(0, world.Host.Health.ActorsLoaded);
    }

    [Fact]
    public void Alarm_OfAnActorInQuarantine_ComesWhenItIsReleased()
    {
        using var world = new World(OneLane).Start();
        world.Said(World.Id(), Setting(Alarm.AtHeight(1)));
        _ = world.Ask(World.Id(), new Note("poison"));
        world.Do(() => world.Host.Heights.Raise(1));
        world.Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(world.Stored(World.Id()));
        Assert.True(world.Await(() => world.Host.RetryQuarantinedAsync(World.Id())));
        Assert.Single(world.Stored(World.Id()));
    }
}
