using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Effects;

/// <summary>Which effects are in memory, and which the journal alone knows.</summary>
/// <remarks>
/// Thread-safe, does no I/O. Effects come from the lanes in the order of their shard. Each goes to the end of its destination's row, unless
/// something of the same shard waits for that destination in the journal: then it waits there as well, and the order holds. Memory is bounded for
/// each destination. A row that was read counts only if somebody told of it: a lane that wrote it or does not know whether it did, or the claim.
/// Else a row could be read, done and gone before its lane tells of it, and be done again.
/// </remarks>
internal sealed class OutboxBook(int mostPerDestination, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte, ShardOutbox> _shards = [];
    private readonly Dictionary<string, Outlet> _outlets = new(StringComparer.Ordinal);
    private readonly Dictionary<ActorId, List<PendingEffect>> _parked = [];
    private int _count;

    /// <summary>Starts the work of a destination that has some again. Called under the lock: must only start.</summary>
    internal required Action<Outlet> StartOutlet { get; init; }

    /// <summary>Starts reading a shard's outbox. Called under the lock: must only start.</summary>
    internal required Action<ShardOutbox> StartReading { get; init; }

    /// <summary>This member owns a shard: its outbox is read from the beginning, and what lanes write meanwhile is read with it.</summary>
    internal void Adopt(ShardClaim claim)
    {
        lock (_gate)
        {
            var shard = new ShardOutbox(claim.Shard, claim.Epoch) { Behind = new(0, claim.LastEffectPosition) };
            _shards[claim.Shard] = shard;
            Read(shard);
        }
    }

    /// <summary>This member does not own a shard under this epoch any more.</summary>
    internal void LetGo(byte shard, long epoch)
    {
        lock (_gate)
        {
            if (Find(shard, epoch) is not null) _shards.Remove(shard);
        }
    }

    /// <summary>A lane wrote effects.</summary>
    internal void Offer(ActorAppend append, ImmutableArray<IEffect> effects)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (Find(append.Shard, append.Epoch) is not { } shard) return;
            if (shard.InDoubtFrom is { } doubtful)
            {
                ReadBetween(shard, doubtful, append.FirstEffectPosition);
                shard.InDoubtFrom = null;
            }

            for (var i = 0; i < effects.Length; i++)
            {
                var position = append.FirstEffectPosition + i;
                if (shard.Behind is { } cursor) cursor.Note(position);
                else Place(shard, new(append.Shard, append.Epoch, position, append.Actor, append.Effects[i].Destination, now) { Effect = effects[i] });
            }
        }
    }

    /// <summary>The journal may hold effects that no lane will tell of, now or soon.</summary>
    internal void InDoubt(byte shard, long from, long through)
    {
        lock (_gate)
        {
            if (!_shards.TryGetValue(shard, out var known)) return;
            known.InDoubtFrom = Math.Min(known.InDoubtFrom ?? long.MaxValue, from);
            ReadBetween(known, known.InDoubtFrom.Value, through);
        }
    }

    /// <summary>Begins to read a page of a shard.</summary>
    /// <returns>False when there is nothing left to read.</returns>
    internal bool TryBeginRead(ShardOutbox shard, out CursorMark mark)
    {
        lock (_gate)
        {
            if (shard.Behind is not { } cursor || Find(shard.Shard, shard.Epoch) != shard)
            {
                shard.IsBeingRead = false;
                mark = default;
                return false;
            }

            mark = cursor.Mark;
            shard.BeginRead();
            return true;
        }
    }

    /// <summary>Ends reading a page of a shard; null when the storage failed.</summary>
    internal void EndRead(ShardOutbox shard, CursorMark mark, IReadOnlyList<OutboxRow>? rows, int asked)
    {
        lock (_gate)
        {
            if (rows is not null && shard.Behind is { } cursor && cursor.IsValid(mark) && Find(shard.Shard, shard.Epoch) == shard)
            {
                foreach (var row in rows.TakeWhile(row => row.Position <= mark.Noted))
                {
                    if (!shard.IsOpen(row.Position)) Place(shard, Pending(row, shard.Epoch));
                    cursor.Pass(row.Position);
                }

                if (IsAllThatWasNoted(rows, mark, asked) && cursor.EndsAt(mark)) shard.Behind = null;
            }

            shard.EndRead();
        }
    }

    /// <summary>Begins to read a page for a destination whose row is empty though more waits in the journal.</summary>
    internal bool TryBeginRead(Outlet outlet, [NotNullWhen(true)] out ShardOutbox? shard, out CursorMark mark)
    {
        lock (_gate)
        {
            foreach (var (number, cursor) in outlet.Behind)
            {
                if (!_shards.TryGetValue(number, out shard)) continue;
                mark = cursor.Mark;
                shard.BeginRead();
                return true;
            }

            outlet.Behind.Clear();
            shard = null;
            mark = default;
            return false;
        }
    }

    /// <summary>Ends reading a page for a destination.</summary>
    internal void EndRead(Outlet outlet, ShardOutbox shard, CursorMark mark, IReadOnlyList<OutboxRow>? rows, int asked)
    {
        lock (_gate)
        {
            if (rows is not null && Find(shard.Shard, shard.Epoch) == shard && outlet.Behind.TryGetValue(shard.Shard, out var cursor) && cursor.IsValid(mark))
            {
                var tookAll = true;
                foreach (var row in rows.TakeWhile(row => row.Position <= mark.Noted))
                {
                    if (row.Destination == outlet.Destination && !shard.IsOpen(row.Position))
                    {
                        tookAll = outlet.Waiting.Count < mostPerDestination;
                        if (!tookAll) break;
                        Take(shard, outlet, Pending(row, shard.Epoch));
                    }

                    cursor.Pass(row.Position);
                }

                if (tookAll && IsAllThatWasNoted(rows, mark, asked) && cursor.EndsAt(mark)) outlet.Behind.Remove(shard.Shard);
            }

            shard.EndRead();
        }
    }

    /// <summary>The first of a destination's row.</summary>
    /// <param name="outlet">The destination.</param>
    /// <param name="isOver">Whether nothing is left for it, in memory or in the journal: its work ends.</param>
    internal PendingEffect? Peek(Outlet outlet, out bool isOver)
    {
        lock (_gate)
        {
            isOver = outlet.Waiting.Count == 0 && outlet.Behind.Count == 0;
            if (isOver) _outlets.Remove(outlet.Destination);
            return outlet.Waiting.TryPeek(out var first) ? first : null;
        }
    }

    /// <summary>The first of a destination's row is out of it: done or not to be done here.</summary>
    internal void Dequeue(Outlet outlet)
    {
        lock (_gate)
        {
            outlet.Waiting.Dequeue();
            outlet.Failures = 0;
        }
    }

    /// <summary>Notes a failed attempt.</summary>
    /// <returns>How many there were in a row.</returns>
    internal int NoteFailure(Outlet outlet, PendingEffect pending)
    {
        lock (_gate)
        {
            pending.Attempts++;
            return ++outlet.Failures;
        }
    }

    /// <summary>Counts an outcome on its way, if there is room.</summary>
    internal bool TryTakeRoom(Outlet outlet, int most)
    {
        lock (_gate)
        {
            if (outlet.OutcomesInFlight >= most) return false;
            outlet.OutcomesInFlight++;
            return true;
        }
    }

    /// <summary>An outcome has arrived, or never will.</summary>
    internal void GiveRoom(Outlet outlet)
    {
        lock (_gate) outlet.OutcomesInFlight--;
        outlet.Room.Set();
    }

    /// <summary>An effect is not in the journal any more, or its shard is another member's.</summary>
    internal void Close(PendingEffect pending)
    {
        lock (_gate)
        {
            _count--;
            Find(pending.Shard, pending.Epoch)?.Close(pending.Position);
        }
    }

    /// <summary>An effect waits in the journal until its actor runs again.</summary>
    internal void Park(PendingEffect pending)
    {
        lock (_gate)
        {
            if (!_parked.TryGetValue(pending.Actor, out var parked)) _parked.Add(pending.Actor, parked = []);
            parked.Add(pending);
        }
    }

    /// <summary>An actor runs again: what waited for that is read again.</summary>
    internal void Unpark(ActorId actor)
    {
        lock (_gate)
        {
            if (!_parked.Remove(actor, out var parked)) return;
            foreach (var pending in parked)
            {
                _count--;
                if (Find(pending.Shard, pending.Epoch) is not { } shard) continue;
                shard.Forget(pending.Position);
                ReadBetween(shard, pending.Position, pending.Position);
            }
        }
    }

    /// <summary>Tries a destination now that waits for its next attempt.</summary>
    internal void TryNow(string destination)
    {
        lock (_gate)
        {
            if (_outlets.TryGetValue(destination, out var outlet)) outlet.TryNow.Set();
        }
    }

    /// <summary>Effects in memory, the age of the oldest that is not done, and destinations whose last attempt failed.</summary>
    internal (int Count, TimeSpan Oldest, int Blocked) Health()
    {
        lock (_gate)
        {
            var (oldest, blocked) = (TimeSpan.Zero, 0);
            foreach (var outlet in _outlets.Values)
            {
                if (outlet.Failures > 0) blocked++;
                if (!outlet.Waiting.TryPeek(out var first)) continue;
                var age = time.GetElapsedTime(first.Since);
                if (age > oldest) oldest = age;
            }

            return (_count, oldest, blocked);
        }
    }

    private ShardOutbox? Find(byte shard, long epoch) => _shards.TryGetValue(shard, out var known) && known.Epoch == epoch ? known : null;

    private static bool IsAllThatWasNoted(IReadOnlyList<OutboxRow> rows, CursorMark mark, int asked) =>
        rows.Count < asked || rows[^1].Position >= mark.Noted;

    private void Place(ShardOutbox shard, PendingEffect pending)
    {
        if (!_outlets.TryGetValue(pending.Destination, out var outlet))
        {
            outlet = new(pending.Destination, time);
            _outlets.Add(pending.Destination, outlet);
            StartOutlet(outlet);
        }

        if (outlet.Behind.TryGetValue(shard.Shard, out var cursor)) cursor.Note(pending.Position);
        else if (outlet.Waiting.Count >= mostPerDestination) outlet.Behind.Add(shard.Shard, new(pending.Position - 1, pending.Position));
        else Take(shard, outlet, pending);
    }

    private void Take(ShardOutbox shard, Outlet outlet, PendingEffect pending)
    {
        shard.Open(pending.Position);
        outlet.Waiting.Enqueue(pending);
        _count++;
    }

    private void ReadBetween(ShardOutbox shard, long from, long through)
    {
        if (shard.Behind is { } cursor) cursor.GoBack(from - 1);
        else shard.Behind = cursor = new(from - 1, through);
        cursor.Note(through);
        Read(shard);
    }

    private void Read(ShardOutbox shard)
    {
        if (shard.IsBeingRead) return;
        shard.IsBeingRead = true;
        StartReading(shard);
    }

    private PendingEffect Pending(OutboxRow row, long epoch) =>
        new(row.Shard, epoch, row.Position, row.Actor, row.Destination, time.GetTimestamp()) { Stored = row.Effect, Attempts = row.Attempts };
}
