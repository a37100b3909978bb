using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Failures;

namespace LightningRod.Engine.Alarms;

/// <summary>Alarms on their way, and those that were given and are still due.</summary>
/// <remarks>
/// Thread-safe. An actor gets one at a time. One that leaves its alarm due, or cannot be reached, gets it again after a delay that grows; it is
/// forgotten as soon as it is seen to be due no more.
/// </remarks>
internal sealed class GivenAlarms(RetryPolicy retry, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ActorId> _underWay = [];
    private readonly Dictionary<ActorId, Given> _given = [];
    private long _endings;

    /// <summary>How many alarms have ended; tells those that ended after a moment.</summary>
    internal long Endings
    {
        get
        {
            lock (_gate) return _endings;
        }
    }

    /// <summary>Alarms on their way.</summary>
    internal int UnderWay
    {
        get
        {
            lock (_gate) return _underWay.Count;
        }
    }

    /// <summary>Alarms on their way and alarms that rest: so many may stand before others in what the journal says is due.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _underWay.Count + _given.Count;
        }
    }

    /// <summary>Begins to give an alarm that is due.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="times">How often it was given in vain.</param>
    /// <returns>False when one is on its way or rests.</returns>
    internal bool TryBegin(ActorId actor, out int times)
    {
        lock (_gate)
        {
            var before = _given.GetValueOrDefault(actor);
            times = before.Times;
            if (_underWay.Contains(actor) || (times > 0 && time.GetElapsedTime(before.EndedAt) < before.Rest)) return false;
            _given.Remove(actor);
            return _underWay.Add(actor);
        }
    }

    /// <summary>An alarm was given, or could not be; if it is still due it rests.</summary>
    internal void End(ActorId actor, int times)
    {
        lock (_gate)
        {
            _underWay.Remove(actor);
            _given[actor] = new(times + 1, ++_endings, time.GetTimestamp(), retry.DelayAfter(times + 1));
        }
    }

    /// <summary>Forgets all that rest but are not due any more.</summary>
    /// <param name="stillDue">All that were due at a moment.</param>
    /// <param name="endings">How many had ended before that moment; those that ended later are kept.</param>
    internal void KeepOnly(IEnumerable<ActorId> stillDue, long endings)
    {
        var due = stillDue.ToHashSet();
        lock (_gate)
        {
            foreach (var actor in _given.Where(row => row.Value.Ending <= endings && !due.Contains(row.Key)).Select(row => row.Key).ToList())
                _given.Remove(actor);
        }
    }

    /// <summary>Lets an actor have its alarm at once.</summary>
    internal void Forget(ActorId actor)
    {
        lock (_gate) _given.Remove(actor);
    }

    /// <summary>When the first of those that rest may be given again; null when none rests.</summary>
    internal TimeSpan? NextAfter()
    {
        lock (_gate)
        {
            if (_given.Count == 0) return null;
            var next = _given.Values.Min(row => row.Rest - time.GetElapsedTime(row.EndedAt));
            return next > TimeSpan.Zero ? next : TimeSpan.Zero;
        }
    }

    private readonly record struct Given(int Times, long Ending, long EndedAt, TimeSpan Rest);
}
