using LightningRod.Peering.Timing;
using LightningRod.Testing;

namespace LightningRod.Peering.Tests.Timing;

public sealed class WheelTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.101)]
    [InlineData(1.0)]
    [InlineData(25.0)]
    [InlineData(51.1)]
    [InlineData(51.2)]
    [InlineData(51.3)]
    [InlineData(102.4)]
    [InlineData(3600.0)]
    public void Schedule_AnyDelay_IsNeverEarlyAndAtMostAStepLate(double seconds)
    {
        var delay = TimeSpan.FromSeconds(seconds);
        foreach (var start in new[] { 0, 0.05, 0.1, 51.15, 1000.03 })
        {
            var time = new ManualTimeProvider();
            using var wheel = new Wheel(time);
            time.Advance(TimeSpan.FromSeconds(start));
            var due = 0;
            wheel.Schedule(new(() => due++), delay);
            time.Advance(delay - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, due);
            time.Advance(Step + TimeSpan.FromMilliseconds(1));
            Assert.Equal((1, 0), (due, wheel.Count));
            time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, due);
            Assert.Equal(0, time.ArmedTimers);
        }
    }

    [Fact]
    public void Schedule_Again_CountsFromThen()
    {
        var time = new ManualTimeProvider();
        using var wheel = new Wheel(time);
        var due = 0;
        var entry = new WheelEntry(() => due++);
        wheel.Schedule(entry, TimeSpan.FromSeconds(1));
        wheel.Schedule(entry, TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((0, 1), (due, wheel.Count));
        wheel.Schedule(entry, TimeSpan.FromSeconds(0.5));
        time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal((1, 0), (due, wheel.Count));
    }

    [Fact]
    public void Schedule_FromWithinACall_GoesOn()
    {
        var time = new ManualTimeProvider();
        using var wheel = new Wheel(time);
        var due = 0;
        WheelEntry? entry = null;
        entry = new(() =>
        {
            due++;
            wheel.Schedule(entry!, TimeSpan.FromSeconds(1));
        });
        wheel.Schedule(entry, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, due);
    }

    [Fact]
    public void Cancel_AnEntry_TakesNoOtherWithIt()
    {
        var time = new ManualTimeProvider();
        using var wheel = new Wheel(time);
        var due = new List<int>();
        // All in one slot.
        var entries = Enumerable.Range(0, 5).Select(i => new WheelEntry(() => due.Add(i))).ToList();
        foreach (var entry in entries) wheel.Schedule(entry, TimeSpan.FromSeconds(1));
        foreach (var i in new[] { 0, 2, 4, 4 }) wheel.Cancel(entries[i]);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([1, 3], due.Order());
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Schedule_RandomDelays_AreAllDueInTime()
    {
        var random = new Random(4);
        var time = new ManualTimeProvider();
        using var wheel = new Wheel(time);
        var waiting = new Dictionary<int, TimeSpan>();
        var late = TimeSpan.Zero;
        for (var i = 0; i < 500; i++)
        {
            var name = i;
            var delay = TimeSpan.FromMilliseconds(random.Next(1, 120_000));
            waiting[name] = TimeSpan.FromTicks(time.GetTimestamp()) + delay;
            wheel.Schedule(new(() => Take(name)), delay);
            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 900)));
        }

        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty(waiting);
        Assert.True(late <= Step, $"{late}");

        void Take(int name)
        {
            Assert.True(waiting.Remove(name, out var due));
            var by = TimeSpan.FromTicks(time.GetTimestamp()) - due;
            Assert.True(by >= TimeSpan.Zero, $"early by {-by}");
            late = by > late ? by : late;
        }
    }

    [Fact]
    public void Turn_AfterTheMachineSlept_SeesEverySlotOnce()
    {
        var time = new SleepyTimeProvider();
        using var wheel = new Wheel(time);
        var due = 0;
        for (var i = 1; i <= 1000; i++) wheel.Schedule(new(() => due++), i * Step);
        time.Wake(TimeSpan.FromHours(5));
        Assert.Equal((1000, 0), (due, wheel.Count));
    }

    [Fact]
    public void Dispose_WithEntries_CallsNoneOfThem()
    {
        var time = new ManualTimeProvider();
        var wheel = new Wheel(time);
        var due = 0;
        wheel.Schedule(new(() => due++), Step);
        wheel.Dispose();
        wheel.Schedule(new(() => due++), Step);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), (due, time.ArmedTimers));
    }

    /// <summary>A clock that jumps, and whose timer fires once after the jump.</summary>
    private sealed class SleepyTimeProvider : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state) = (callback, state);
            return new Deaf();
        }

        internal void Wake(TimeSpan after)
        {
            _now += after;
            _callback!(_state);
        }

        private sealed class Deaf : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
