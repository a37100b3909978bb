using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Reading;

/// <summary>What is read about shards: alarms and effects.</summary>
internal static class ShardQueries
{
    // An actor in quarantine gets no commands; its alarm would be found for ever and hide others.
    private const string NotInQuarantine = "not exists (select 1 from quarantine q where q.client = a.client and q.key = a.key and q.kind = a.kind)";

    /// <summary>Due actors, those of heights before those of times, each in order.</summary>
    internal static List<ActorId> Due(SqliteConnection connection, IReadOnlyCollection<byte> shards, Moment now, int limit)
    {
        var due = new List<ActorId>();
        var seen = new HashSet<long>();
        var wanted = new HashSet<byte>(shards);
        Take(connection
            .Prepare($"select a.kind, a.client, a.key, a.shard, a.id from actor a where a.alarm_height <= ? and {NotInQuarantine} order by a.alarm_height, a.id")
            .Bind(now.Height));
        Take(connection
            .Prepare($"select a.kind, a.client, a.key, a.shard, a.id from actor a where a.alarm_time <= ? and {NotInQuarantine} order by a.alarm_time, a.id")
            .Bind(Microseconds.Of(now.Time)));
        return due;

        void Take(SqliteStatement select)
        {
            while (due.Count < limit && select.Read())
            {
                if (wanted.Contains((byte)select.Number(3)) && seen.Add(select.Number(4))) due.Add(ActorQueries.Actor(select));
            }
        }
    }

    /// <summary>The earliest alarm told by time.</summary>
    internal static DateTimeOffset? NextDueTime(SqliteConnection connection, IReadOnlyCollection<byte> shards)
    {
        var wanted = new HashSet<byte>(shards);
        var select = connection.Prepare(
            $"select a.alarm_time, a.shard from actor a where a.alarm_time is not null and {NotInQuarantine} order by a.alarm_time");
        while (select.Read())
        {
            if (wanted.Contains((byte)select.Number(1))) return Microseconds.ToTime(select.Number(0));
        }

        return null;
    }

    internal static List<OutboxRow> Outbox(SqliteConnection connection, byte shard, long after, int limit)
    {
        var select = connection
            .Prepare(
                "select a.kind, a.client, a.key, o.position, o.destination, o.name, o.payload, o.attempts from outbox o join actor a on a.id = o.actor "
                + "where o.shard = ? and o.position > ? order by o.position limit ?")
            .Bind(shard).Bind(after).Bind(limit);
        var rows = new List<OutboxRow>();
        while (select.Read())
        {
            var effect = new StoredMessage(select.Text(5), select.Bytes(6).ToArray());
            rows.Add(new OutboxRow(shard, select.Number(3), ActorQueries.Actor(select), select.Text(4), effect, (int)select.Number(7)));
        }

        return rows;
    }
}
