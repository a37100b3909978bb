using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Lanes;

/// <summary>What a lane decides between two appends.</summary>
internal sealed class Batch
{
    private readonly Dictionary<(byte Shard, CommandId Command), Staged> _commands = [];

    /// <summary>Tells this batch from those before it.</summary>
    internal long Number { get; private set; } = 1;

    /// <summary>In the order in which they were decided.</summary>
    internal List<Staged> Items { get; } = [];

    /// <summary>What is to be written, in the same order.</summary>
    internal List<ActorAppend> Appends { get; } = [];

    internal void Add(Staged item)
    {
        Items.Add(item);
        if (item.Append is not { } append) return;
        Appends.Add(append);
        if (append.Command is { } command) _commands[(append.Shard, command)] = item;
    }

    /// <summary>The same command, if it stands in this batch with something to write.</summary>
    internal Staged? Find(byte shard, CommandId command) => _commands.GetValueOrDefault((shard, command));

    /// <summary>Empties it for the next round.</summary>
    internal void Clear()
    {
        Items.Clear();
        Appends.Clear();
        _commands.Clear();
        Number++;
    }
}
