using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>Checks and writes decisions, on the writer's thread and within its transaction.</summary>
/// <remarks>All checks come before the first row, so that what is refused leaves nothing to take back.</remarks>
internal sealed class AppendWriter
{
    private readonly ActorNames _actors;
    private readonly ActorRows _rows;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _selectShard;
    private readonly SqliteStatement _selectCommand;
    private readonly SqliteStatement _selectLastSequence;
    private readonly SqliteStatement _selectIndexEntry;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _insertReply;
    private readonly SqliteStatement _insertEffect;
    private readonly SqliteStatement _updateLastEffect;

    internal AppendWriter(SqliteConnection connection)
    {
        _connection = connection;
        _actors = new ActorNames(connection);
        _rows = new ActorRows(connection);
        _selectShard = connection.Prepare("select epoch, last_effect from shard where shard = ?");
        _selectCommand = connection.Prepare("select 1 from inbox where command = ? and shard = ?");
        _selectLastSequence = connection.Prepare("select max(sequence) from event where actor = ?");
        _selectIndexEntry = connection.Prepare("select actor from index_entry where client = ? and name = ? and key = ?");
        _insertEvent = connection.Prepare("insert into event (actor, sequence, name, payload, at, trace_context) values (?, ?, ?, ?, ?, ?)");
        _insertReply = connection.Prepare("insert into inbox (command, shard, at, reply_name, reply_payload) values (?, ?, ?, ?, ?)");
        _insertEffect = connection.Prepare("insert into outbox (shard, position, actor, destination, name, payload) values (?, ?, ?, ?, ?, ?)");
        _updateLastEffect = connection.Prepare("update shard set last_effect = ? where shard = ?");
    }

    /// <summary>Writes what is not refused.</summary>
    /// <param name="batch">The decisions.</param>
    internal AppendOutcome[] Write(IReadOnlyList<ActorAppend> batch)
    {
        var outcomes = new AppendOutcome[batch.Count];
        // Actors of which the batch lost events: what comes behind them was decided on those, whatever its number.
        HashSet<ActorId>? lost = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var actor = _actors.Find(batch[i].Actor);
            outcomes[i] = Check(batch[i], actor, lost?.Contains(batch[i].Actor) == true);
            if (outcomes[i] == AppendOutcome.Written) Write(batch[i], actor ?? _actors.Add(batch[i].Actor, batch[i].Shard));
            else if (!batch[i].Events.IsEmpty) (lost ??= []).Add(batch[i].Actor);
        }

        return outcomes;
    }

    private AppendOutcome Check(ActorAppend append, long? actor, bool lostEvents)
    {
        if (IsFenced(append)) return AppendOutcome.Fenced;
        if (append.Command is { } command && IsKnown(command, append.Shard)) return AppendOutcome.CommandRepeated;
        if (lostEvents) return AppendOutcome.SequenceConflict;
        var last = actor is { } id ? _selectLastSequence.Bind(id).ReadNumber() ?? 0 : 0;
        if (append.FirstSequence != last + 1) return AppendOutcome.SequenceConflict;
        foreach (var change in append.Index)
        {
            if (!change.Add) continue;
            var owner = _selectIndexEntry.Bind(append.Actor.Client.Span).Bind(change.Index).Bind(change.Key.Span).ReadNumber();
            if (owner is not null && owner != actor) return AppendOutcome.IndexTaken;
        }

        return AppendOutcome.Written;
    }

    private bool IsFenced(ActorAppend append)
    {
        if (!_selectShard.Bind(append.Shard).Read()) return true;
        var (epoch, lastEffect) = (_selectShard.Number(0), _selectShard.Number(1));
        _selectShard.Reset();
        // A position that was given before means that somebody else counts this shard's effects too.
        return append.Epoch != epoch || (append.Effects.Length > 0 && append.FirstEffectPosition <= lastEffect);
    }

    private bool IsKnown(CommandId command, byte shard)
    {
        Span<byte> id = stackalloc byte[16];
        _ = command.Value.TryWriteBytes(id, bigEndian: true, out _);
        return _selectCommand.Bind(id).Bind(shard).ReadNumber() is not null;
    }

    private void Write(ActorAppend append, long actor)
    {
        var at = Microseconds.Of(append.At);
        WriteEvents(append, actor, at);
        if (append.Command is { } command) WriteReply(append, command, at);
        WriteEffects(append, actor);
        _rows.Write(append, actor);
    }

    private void WriteEvents(ActorAppend append, long actor, long at)
    {
        for (var i = 0; i < append.Events.Length; i++)
        {
            var message = append.Events[i];
            _ = _insertEvent.Bind(actor).Bind(append.FirstSequence + i).Bind(message.Name).Bind(message.Payload.Span).Bind(at);
            if (i == 0 && !append.TraceContext.IsEmpty) _ = _insertEvent.Bind(append.TraceContext.Span);
            else _ = _insertEvent.BindNull();
            _insertEvent.Run();
        }
    }

    private void WriteReply(ActorAppend append, CommandId command, long at)
    {
        Span<byte> id = stackalloc byte[16];
        _ = command.Value.TryWriteBytes(id, bigEndian: true, out _);
        _ = _insertReply.Bind(id).Bind(append.Shard).Bind(at);
        if (append.Reply is { } reply) _ = _insertReply.Bind(reply.Name).Bind(reply.Payload.Span);
        else _ = _insertReply.BindNull().BindNull();
        _insertReply.Run();
    }

    private void WriteEffects(ActorAppend append, long actor)
    {
        if (append.Effects.IsEmpty) return;
        var position = append.FirstEffectPosition;
        foreach (var (destination, effect) in append.Effects)
            _insertEffect.Bind(append.Shard).Bind(position++).Bind(actor).Bind(destination).Bind(effect.Name).Bind(effect.Payload.Span).Run();
        _updateLastEffect.Bind(position - 1).Bind(append.Shard).Run();
    }
}
