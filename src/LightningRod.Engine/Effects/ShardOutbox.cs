namespace LightningRod.Engine.Effects;

/// <summary>The outbox of one shard as far as it is in memory.</summary>
/// <remarks>Guarded by the lock of its book.</remarks>
internal sealed class ShardOutbox(byte shard, long epoch)
{
    private readonly HashSet<long> _open = [];
    private readonly List<long> _closedWhileRead = [];
    private int _readers;

    internal byte Shard { get; } = shard;

    internal long Epoch { get; } = epoch;

    /// <summary>Where the reading of the journal is; null when effects come straight from the lane.</summary>
    internal Cursor? Behind { get; set; }

    internal bool IsBeingRead { get; set; }

    /// <summary>
    /// Effects from this position on may be in the journal without anybody knowing; null for none. Whether they are is settled by the next effect that
    /// is written: a journal takes no position below one that it has.
    /// </summary>
    internal long? InDoubtFrom { get; set; }

    /// <summary>Whether an effect is in memory or on its way already.</summary>
    internal bool IsOpen(long position) => _open.Contains(position);

    internal void Open(long position) => _open.Add(position);

    /// <summary>An effect is not in memory any more and must be read from the journal.</summary>
    internal void Forget(long position) => _open.Remove(position);

    /// <summary>An effect is done and not in the journal any more.</summary>
    internal void Close(long position)
    {
        // Who is reading may still bring it: it is known until then, so that it is not taken for a new one.
        if (_readers > 0) _closedWhileRead.Add(position);
        else _open.Remove(position);
    }

    internal void BeginRead() => _readers++;

    internal void EndRead()
    {
        if (--_readers > 0) return;
        foreach (var position in _closedWhileRead) _open.Remove(position);
        _closedWhileRead.Clear();
    }
}
