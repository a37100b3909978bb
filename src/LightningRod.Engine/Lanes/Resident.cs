using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>An actor in a lane's memory, or on its way there, with the commands that wait for it.</summary>
internal sealed class Resident
{
    private Ask? _first;
    private Ask? _last;

    internal Resident(ActorId id, byte shard, ActorKind kind)
    {
        Id = id;
        Shard = shard;
        Kind = kind;
        ByUse = new(this);
    }

    internal ActorId Id { get; }

    internal byte Shard { get; }

    internal ActorKind Kind { get; }

    /// <summary>The loaded actor; null while it is read.</summary>
    internal Cell? Cell { get; set; }

    /// <summary>Whether its next command must wait for a look into the journal.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Whether it was taken out of the lane; what is still on its way to it comes too late.</summary>
    internal bool IsGone { get; set; }

    internal bool IsReady => Cell is not null && !IsPaused && !IsGone;

    internal bool IsIdle => IsReady && !HasWaiting;

    internal bool HasWaiting => _first is not null;

    /// <summary>Whether it stands in the row of those that take turns.</summary>
    internal bool IsInRow { get; set; }

    /// <summary>Its place in the order of use.</summary>
    internal LinkedListNode<Resident> ByUse { get; }

    internal long LastUsed { get; set; }

    /// <summary>It was fetched ahead for a height up to this one and stays until then; 0 for not.</summary>
    internal uint StaysThroughHeight { get; set; }

    /// <summary>The batch in which it has events that are not durable yet.</summary>
    internal long SpeculatesIn { get; set; }

    /// <summary>The batch in which events of it were refused.</summary>
    internal long LostEventsIn { get; set; }

    internal void AddLast(Ask ask)
    {
        ask.Next = null;
        if (_last is null) _first = ask;
        else _last.Next = ask;
        _last = ask;
    }

    internal void AddFirst(Ask ask)
    {
        ask.Next = _first;
        _first = ask;
        _last ??= ask;
    }

    internal Ask? TakeFirst()
    {
        var ask = _first;
        if (ask is null) return null;
        _first = ask.Next;
        if (_first is null) _last = null;
        ask.Next = null;
        return ask;
    }
}
