using System.Diagnostics.CodeAnalysis;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>The actors of one lane that are in memory or on their way there: who waits, whose turn it is, who may go.</summary>
/// <remarks>
/// Used by its lane alone; reads run beside it and come back as messages. Taking turns, an actor with many commands keeps none of the others
/// waiting for more than one of its decisions. Actors are dropped by forgetting them: what they know stands in the journal.
/// </remarks>
internal sealed class LaneActors(LaneParts parts, SideJobs jobs, Func<LaneMessage, Task> tell)
{
    private const int LeastCapacity = 256;

    private readonly Dictionary<ActorId, Resident> _all = [];
    private readonly LinkedList<Resident> _byUse = [];
    private readonly Queue<Resident> _row = new();
    private volatile int _count;

    /// <summary>How many are in memory; readable by any thread.</summary>
    internal int Count => _count;

    /// <summary>Whether somebody stands in the row.</summary>
    internal bool SomeoneWaits => _row.Count > 0;

    /// <summary>Puts a new command behind the others of its actor.</summary>
    internal void Receive(Ask ask)
    {
        if (Place(ask) is not { } resident) return;
        resident.AddLast(ask);
        JoinRow(resident);
    }

    /// <summary>Puts commands that must be decided again before the others of their actors, in their order.</summary>
    internal void PutBack(List<Ask> asks)
    {
        for (var i = asks.Count - 1; i >= 0; i--)
        {
            var ask = asks[i];
            if (ask.Attempts >= parts.Options.DecisionAttempts)
            {
                ask.Finish(new AskResult.Unavailable(OutcomeIsUnknown: false));
            }
            else if (Place(ask) is { } resident)
            {
                resident.AddFirst(ask);
                JoinRow(resident);
            }
        }
    }

    /// <summary>The next actor in the row with its first command.</summary>
    internal bool TryTakeTurn([NotNullWhen(true)] out Resident? resident, [NotNullWhen(true)] out Ask? ask)
    {
        while (_row.TryDequeue(out resident))
        {
            resident.IsInRow = false;
            if (!resident.IsReady || resident.TakeFirst() is not { } first) continue;
            ask = first;
            return true;
        }

        ask = null;
        return false;
    }

    /// <summary>Its turn is over; it stands at the end of the row if more waits for it.</summary>
    internal void EndTurn(Resident resident)
    {
        if (resident.IsGone) return;
        resident.LastUsed = parts.Time.GetTimestamp();
        _byUse.Remove(resident.ByUse);
        _byUse.AddLast(resident.ByUse);
        JoinRow(resident);
    }

    /// <summary>Reads an actor that will be needed.</summary>
    internal void FetchAhead(ActorId actor, byte shard, ActorKind kind, uint throughHeight)
    {
        if (parts.Quarantine.Find(actor) is not null || (_count >= parts.Options.ActorsPerLane && !_all.ContainsKey(actor))) return;
        GetOrAdd(actor, shard, kind).StaysThroughHeight = throughHeight;
    }

    /// <summary>A read has ended.</summary>
    /// <returns>False when the storage failed.</returns>
    internal bool Loaded(LaneMessage.Loaded message)
    {
        var resident = message.Resident;
        if (resident.IsGone) return true;
        if (message.Failure is { } failure)
        {
            SetAside(resident, failure);
            return true;
        }

        if (message.Cell is null)
        {
            Remove(resident, new AskResult.Unavailable(OutcomeIsUnknown: false));
            return false;
        }

        resident.Cell = message.Cell;
        resident.LastUsed = parts.Time.GetTimestamp();
        JoinRow(resident);
        return true;
    }

    /// <summary>Keeps an actor from its next turn until something was looked up in the journal.</summary>
    internal void Pause(Resident resident, string what, Func<Task> lookUp)
    {
        resident.IsPaused = true;
        jobs.Add(what, async () =>
        {
            await lookUp();
            await tell(new LaneMessage.Resumed(resident));
        });
    }

    internal void Resume(Resident resident)
    {
        resident.IsPaused = false;
        JoinRow(resident);
    }

    /// <summary>Forgets what is known of an actor and reads it again, now if something waits for it, else when something comes.</summary>
    internal void Drop(Resident resident)
    {
        if (resident.Cell is null) return;
        if (!resident.HasWaiting)
        {
            Forget(resident);
            return;
        }

        resident.Cell = null;
        Load(resident);
    }

    /// <summary>Puts an actor into quarantine; what waits for it is told so.</summary>
    internal void SetAside(Resident resident, ActorFailure failure)
    {
        parts.Quarantine.Add(resident.Id, failure);
        Remove(resident, new AskResult.Quarantined(failure.Category));
    }

    /// <summary>Forgets all actors of a shard; what waits for them is told that it is not here.</summary>
    internal void LetGo(byte shard)
    {
        foreach (var resident in _all.Values.Where(resident => resident.Shard == shard).ToList()) Remove(resident, new AskResult.NotMine(null));
    }

    /// <summary>Tells all that still wait, at the hard end.</summary>
    internal void GiveUp()
    {
        foreach (var resident in _all.Values.ToList()) Remove(resident, new AskResult.Unavailable(OutcomeIsUnknown: false));
    }

    /// <summary>Forgets actors that were idle for long, and the least used ones of too many.</summary>
    internal void Passivate()
    {
        var height = parts.Heights.Highest;
        for (var (node, next) = (_byUse.First, default(LinkedListNode<Resident>)); node is not null; node = next)
        {
            next = node.Next;
            var resident = node.Value;
            var tooMany = _count > parts.Options.ActorsPerLane;
            var tooLong = parts.Time.GetElapsedTime(resident.LastUsed) >= parts.Options.PassivateAfter;
            if (!tooMany && !tooLong) break;
            if (resident.IsIdle && (tooMany || resident.StaysThroughHeight <= height)) Forget(resident);
        }

        // A table keeps the places of all that were ever in it at one time: for those that are gone, some fifty bytes each.
        if (_all.Capacity > LeastCapacity && _all.Count < _all.Capacity / 4) _all.TrimExcess(Math.Max(LeastCapacity, 2 * _all.Count));
    }

    private Resident? Place(Ask ask)
    {
        if (parts.Quarantine.Find(ask.Actor) is { } category)
        {
            ask.Finish(new AskResult.Quarantined(category));
            return null;
        }

        return GetOrAdd(ask.Actor, ask.Shard, ask.Kind);
    }

    private Resident GetOrAdd(ActorId id, byte shard, ActorKind kind)
    {
        if (_all.TryGetValue(id, out var resident)) return resident;
        resident = new(id, shard, kind) { LastUsed = parts.Time.GetTimestamp() };
        _all.Add(id, resident);
        _byUse.AddLast(resident.ByUse);
        _count = _all.Count;
        Load(resident);
        return resident;
    }

    private void Load(Resident resident) => jobs.Add("reading an actor", async () =>
    {
        LaneMessage.Loaded result;
        try
        {
            var (cell, failure) = await parts.Loader.LoadAsync(resident.Kind, resident.Id, parts.Stop);
            result = new(resident, cell, failure);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            parts.Storage.Failed("read_events", thrown);
            result = new(resident, null, null);
        }

        await tell(result);
    });

    private void JoinRow(Resident resident)
    {
        if (resident.IsInRow || !resident.IsReady || !resident.HasWaiting) return;
        resident.IsInRow = true;
        _row.Enqueue(resident);
    }

    private void Remove(Resident resident, AskResult answer)
    {
        Forget(resident);
        while (resident.TakeFirst() is { } ask) ask.Finish(answer);
    }

    private void Forget(Resident resident)
    {
        if (resident.IsGone) return;
        resident.IsGone = true;
        resident.Cell = null;
        _all.Remove(resident.Id);
        _byUse.Remove(resident.ByUse);
        _count = _all.Count;
    }
}
