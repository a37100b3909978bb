namespace LightningRod.Engine.Abstractions.Tests;

public sealed class AlarmTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void IsDue_EitherClockHasReachedIt_IsTrue()
    {
        var alarm = new Alarm(Noon, 100);
        Assert.False(alarm.IsDue(new Moment(Noon.AddTicks(-1), 99)));
        Assert.True(alarm.IsDue(new Moment(Noon, 99)));
        Assert.True(alarm.IsDue(new Moment(Noon.AddTicks(-1), 100)));
    }

    [Fact]
    public void IsDue_None_IsNeverDue() => Assert.False(Alarm.None.IsDue(new Moment(DateTimeOffset.MaxValue, uint.MaxValue)));

    [Fact]
    public void IsDue_OneClockAlone_IgnoresTheOther()
    {
        Assert.False(Alarm.At(Noon).IsDue(new Moment(Noon.AddTicks(-1), uint.MaxValue)));
        Assert.False(Alarm.AtHeight(100).IsDue(new Moment(DateTimeOffset.MaxValue, 99)));
    }
}
