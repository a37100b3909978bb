using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Reading;

/// <summary>What is read about one actor or command.</summary>
internal static class ActorQueries
{
    internal static SqliteStatement Events(SqliteConnection connection, ActorId actor) => connection
        .Prepare(
            "select e.sequence, e.name, e.payload, e.at from actor a join event e on e.actor = a.id and e.sequence >= a.checkpoint "
            + "where a.client = ? and a.key = ? and a.kind = ? order by e.sequence")
        .Bind(actor.Client.Span).Bind(actor.Key.Span).Bind(actor.Kind);

    internal static StoredEvent Event(SqliteStatement row) =>
        new(row.Number(0), new StoredMessage(row.Text(1), row.Bytes(2).ToArray()), Microseconds.ToTime(row.Number(3)));

    internal static StoredMessage? Reply(SqliteConnection connection, byte shard, CommandId command)
    {
        Span<byte> id = stackalloc byte[16];
        _ = command.Value.TryWriteBytes(id, bigEndian: true, out _);
        var select = connection.Prepare("select reply_name, reply_payload from inbox where command = ? and shard = ?").Bind(id).Bind(shard);
        return select.Read() && !select.IsNull(0) ? new StoredMessage(select.Text(0), select.Bytes(1).ToArray()) : null;
    }

    internal static ActorId? ByIndex(SqliteConnection connection, OpaqueKey client, string index, OpaqueKey key)
    {
        var select = connection
            .Prepare("select a.kind, a.client, a.key from index_entry i join actor a on a.id = i.actor where i.client = ? and i.name = ? and i.key = ?")
            .Bind(client.Span).Bind(index).Bind(key.Span);
        return select.Read() ? Actor(select) : null;
    }

    internal static ReadOnlyMemory<byte>? Content(SqliteConnection connection, ActorId actor, OpaqueKey key)
    {
        var select = connection
            .Prepare("select c.body from actor a join content c on c.actor = a.id and c.key = ? where a.client = ? and a.key = ? and a.kind = ?")
            .Bind(key.Span).Bind(actor.Client.Span).Bind(actor.Key.Span).Bind(actor.Kind);
        // Without the type, null would become empty memory.
        return select.Read() ? select.Bytes(0).ToArray() : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>The actor that the first three columns name: kind, client, key.</summary>
    internal static ActorId Actor(SqliteStatement row) => new(row.Text(0), new OpaqueKey(row.Bytes(1)), new OpaqueKey(row.Bytes(2)));
}
