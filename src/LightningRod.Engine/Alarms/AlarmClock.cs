using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Async;
using LightningRod.Engine.Lanes;

namespace LightningRod.Engine.Alarms;

/// <summary>Wakes actors whose alarms are due.</summary>
/// <remarks>
/// One loop over the shards of this member. It looks when a height rises, when a time comes, when a lane wrote an alarm that is due before what
/// it waits for, and when an alarm was given. The journal is the only truth about alarms; nothing is remembered here but what was just given.
/// </remarks>
internal sealed class AlarmClock(AlarmParts parts)
{
    // A timer cannot wait for years, and a look a day costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // While some rest or are on their way, the journal's next due time is theirs and says nothing about the others.
    private static readonly TimeSpan WaitWhileSomeRest = TimeSpan.FromSeconds(1);

    private readonly Signal _look = new(parts.Time);
    private readonly GivenAlarms _given = new(parts.Retry, parts.Time);
    private readonly Lock _gate = new();
    private DateTimeOffset _waitsUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _earliestNoted = DateTimeOffset.MaxValue;
    private uint _fetchedAheadAt;

    internal void Start() => parts.Background.Run("the alarm clock", RunAsync);

    /// <summary>A lane wrote an alarm.</summary>
    internal void Noted(Alarm alarm)
    {
        var isSooner = false;
        if (alarm.Time is { } at)
        {
            lock (_gate)
            {
                if (at < _earliestNoted) _earliestNoted = at;
                isSooner = at < _waitsUntil;
            }
        }

        if (isSooner || alarm.Height <= parts.Heights.Highest) _look.Set();
    }

    /// <summary>Something may be due that was not before.</summary>
    internal void Look() => _look.Set();

    /// <summary>An actor can be reached again.</summary>
    internal void Released(ActorId actor)
    {
        _given.Forget(actor);
        _look.Set();
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!parts.StopTaking.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await GiveDueAsync();
                failures = 0;
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                parts.Storage.Failed("read_due", thrown);
                wait = parts.StorageRetry.DelayAfter(++failures);
            }

            await _look.WaitAsync(wait, parts.StopTaking);
        }
    }

    /// <summary>Gives what is due.</summary>
    /// <returns>How long nothing else will be due, as far as is known.</returns>
    private async Task<TimeSpan> GiveDueAsync()
    {
        lock (_gate)
        {
            // What lanes write from here on is weighed at the end: the journal may not show it yet.
            _waitsUntil = DateTimeOffset.MinValue;
            _earliestNoted = DateTimeOffset.MaxValue;
        }

        var shards = parts.Ownership.Owned.Keys.ToList();
        if (shards.Count == 0) return LongestWait;
        var endings = _given.Endings;
        var now = new Moment(parts.Time.GetUtcNow(), parts.Heights.Highest);
        var limit = parts.Options.AlarmsInFlight + _given.Count;
        var due = await parts.Journal.ReadDueAsync(shards, now, limit, parts.StopTaking);
        if (due.Count < limit) _given.KeepOnly(due, endings);
        foreach (var actor in due)
        {
            if (_given.UnderWay >= parts.Options.AlarmsInFlight) break;
            if (_given.TryBegin(actor, out var times)) parts.Background.Run("giving an alarm", () => GiveAsync(actor, times));
        }

        if (parts.Options.FetchAheadBlocks > 0 && now.Height > _fetchedAheadAt)
        {
            _fetchedAheadAt = now.Height;
            parts.Background.Run("fetching ahead", () => FetchAheadAsync(shards, now, due));
        }

        return await NextAsync(shards, now);
    }

    private async Task GiveAsync(ActorId actor, int times)
    {
        try
        {
            if (times > 0) parts.Instruments.AlarmRepeated(actor.Kind);
            if (parts.Kinds.Find(actor) is not null) await parts.Fabric.AskInnerAsync(actor, AlarmDue.Instance, null, CancellationToken.None);
        }
        finally
        {
            // Whatever the result: the journal says whether it is still due.
            _given.End(actor, times);
            _look.Set();
        }
    }

    private async Task FetchAheadAsync(List<byte> shards, Moment now, IReadOnlyList<ActorId> due)
    {
        var through = now.Height + (uint)parts.Options.FetchAheadBlocks;
        IReadOnlyList<ActorId> soon;
        try
        {
            soon = await parts.Journal.ReadDueAsync(shards, now with { Height = through }, parts.Options.ActorsPerLane, parts.StopTaking);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // It only saves time later; the next block brings another chance.
            parts.Storage.Failed("read_due", thrown);
            return;
        }

        foreach (var actor in soon.Except(due))
        {
            if (parts.Kinds.Find(actor) is not { } kind) continue;
            var shard = parts.Map.ShardOf(actor.Client);
            await parts.Fabric.LaneOf(shard).TellAsync(new LaneMessage.FetchedAhead(actor, shard, kind, through));
        }
    }

    private async Task<TimeSpan> NextAsync(List<byte> shards, Moment now)
    {
        TimeSpan wait;
        if (_given.Count > 0)
            wait = _given.NextAfter() is { } rest && rest < WaitWhileSomeRest ? rest : WaitWhileSomeRest;
        else
            wait = await parts.Journal.ReadNextDueTimeAsync(shards, parts.StopTaking) is { } next && next - now.Time < LongestWait ? next - now.Time : LongestWait;

        lock (_gate)
        {
            if (_earliestNoted - now.Time < wait) wait = _earliestNoted - now.Time;
            if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            _waitsUntil = now.Time + wait;
            return wait;
        }
    }
}
