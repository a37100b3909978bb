using LightningRod.Engine.Tests.Support;

namespace LightningRod.Engine.Tests.Alarms;

public sealed class HeightsTests
{
    [Fact]
    public void Raise_LowerOrEqual_ChangesNothing()
    {
        using var world = new World().Start();
        Assert.Equal(0u, world.Host.Heights.Highest);
        world.Do(() => world.Host.Heights.Raise(100));
        world.Do(() => world.Host.Heights.Raise(99));
        world.Do(() => world.Host.Heights.Raise(100));
        Assert.Equal(100u, world.Host.Heights.Highest);
        Assert.Equal(100u, world.Host.Health.Height);
    }

    [Fact]
    public void Raise_AndRestart_IsKept()
    {
        using var world = new World().Start();
        world.Do(() => world.Host.Heights.Raise(100));
        world.Restart();
        Assert.Equal(100u, world.Host.Heights.Highest);
        world.Do(() => world.Host.Heights.Raise(98));
        world.Restart();
        Assert.Equal(100u, world.Host.Heights.Highest);
    }

    [Fact]
    public void Raise_StorageFails_CountsAtOnceAndIsKeptLater()
    {
        using var world = new World().Start();
        world.Journal.Fails = operation => operation == "RaiseHeightAsync";
        world.Do(() => world.Host.Heights.Raise(100));
        Assert.Equal(100u, world.Host.Heights.Highest);
        world.Pass(TimeSpan.FromMinutes(1));
        world.Do(() => world.Host.Heights.Raise(101));
        world.Journal.Fails = _ => false;
        world.PassStorageDelay();
        world.Restart();
        Assert.Equal(101u, world.Host.Heights.Highest);
    }

    [Fact]
    public void IsStale_After90MinutesWithoutAHigherBlock_IsTrue()
    {
        using var world = new World().Start();
        Assert.False(world.Host.Heights.IsStale);
        world.Do(() => world.Host.Heights.Raise(100));
        world.Pass(TimeSpan.FromMinutes(90));
        Assert.False(world.Host.Health.HeightIsStale);
        world.Do(() => world.Host.Heights.Raise(100));
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.True(world.Host.Health.HeightIsStale);
        world.Do(() => world.Host.Heights.Raise(101));
        Assert.False(world.Host.Health.HeightIsStale);
    }
}
