using LightningRod.Engine.Sqlite.Library;
using LightningRod.Engine.Sqlite.Reading;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>Takes out old replies and checkpointed events: looked for by a reader, deleted in small pieces between appends.</summary>
internal sealed class Trimming(JournalReader reader, JournalWriter writer, SqliteConnection writing)
{
    private const int RowsAtOnce = 500;

    /// <summary>Trims.</summary>
    /// <param name="before">UTC.</param>
    /// <param name="cancel">Ends the work between two pieces.</param>
    /// <returns>How many rows went.</returns>
    internal async Task<long> RunAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var time = Microseconds.Of(before);
        return await RepliesAsync(time, cancel) + await EventsAsync(time, cancel);
    }

    private async Task<long> RepliesAsync(long before, CancellationToken cancel)
    {
        var gone = 0L;
        var last = (Command: Array.Empty<byte>(), Shard: 0L);
        while (true)
        {
            var page = await reader.ReadAsync(connection => OldReplies(connection, before, last), cancel);
            if (page.Count == 0) return gone;
            gone += await writer.WriteAsync(() => page.Sum(row => DeleteReply(row.Command, row.Shard)), cancel);
            last = page[^1];
        }
    }

    private async Task<long> EventsAsync(long before, CancellationToken cancel)
    {
        var gone = 0L;
        var actor = 0L;
        while (await reader.ReadAsync(connection => NextActor(connection, actor), cancel) is { } next)
        {
            actor = next;
            long piece;
            do
            {
                piece = await writer.WriteAsync(() => DeleteEvents(next, before), cancel);
                gone += piece;
            }
            while (piece == RowsAtOnce);
        }

        return gone;
    }

    private static List<(byte[] Command, long Shard)> OldReplies(SqliteConnection connection, long before, (byte[] Command, long Shard) after)
    {
        var select = connection
            .Prepare("select command, shard from inbox where at < ? and (command, shard) > (?, ?) order by command, shard limit ?")
            .Bind(before).Bind(after.Command).Bind(after.Shard).Bind(RowsAtOnce);
        var page = new List<(byte[], long)>();
        while (select.Read()) page.Add((select.Bytes(0).ToArray(), select.Number(1)));
        return page;
    }

    private static long? NextActor(SqliteConnection connection, long after) =>
        connection.Prepare("select id from actor where first_event < checkpoint and id > ? order by id limit 1").Bind(after).ReadNumber();

    private int DeleteEvents(long actor, long before)
    {
        var select = writing
            .Prepare("select max(sequence) from (select e.sequence, e.at from event e where e.actor = ?1 and e.sequence < "
                + "(select checkpoint from actor where id = ?1) order by e.sequence limit ?2) where at < ?3")
            .Bind(actor).Bind(RowsAtOnce).Bind(before);
        if (select.ReadNumber() is not { } last) return 0;
        writing.Prepare("delete from event where actor = ? and sequence <= ?").Bind(actor).Bind(last).Run();
        var gone = writing.Changes;
        writing.Prepare("update actor set first_event = ? where id = ?").Bind(last + 1).Bind(actor).Run();
        return gone;
    }

    private int DeleteReply(byte[] command, long shard)
    {
        writing.Prepare("delete from inbox where command = ? and shard = ?").Bind(command).Bind(shard).Run();
        return writing.Changes;
    }
}
