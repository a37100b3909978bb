using System.Security.Cryptography;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Schema;

/// <summary>Which installation a journal belongs to: it is written when the journal is made, and compared at each start.</summary>
/// <remarks>Install secret and number of shards decide where a client's actors are; with others they would silently not be found.</remarks>
internal static class Installation
{
    /// <summary>Shortest install secret, bytes.</summary>
    internal const int ShortestSecret = 16;

    /// <summary>Writes what is not yet written, compares what is.</summary>
    /// <param name="connection">The journal's file.</param>
    /// <param name="installSecret">The install secret; only a hash of it is stored.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="JournalRefusedException">The journal was made with another secret or number of shards.</exception>
    internal static void Check(SqliteConnection connection, ReadOnlySpan<byte> installSecret, DateTimeOffset now)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(installSecret, "lightningrod journal installation"u8, expected);
        var select = connection.Prepare("select secret_check, shard_count from installation");
        if (!select.Read())
        {
            Create(connection, expected, now);
            return;
        }

        var sameSecret = CryptographicOperations.FixedTimeEquals(select.Bytes(0), expected);
        var shards = select.Number(1);
        select.Reset();
        if (!sameSecret) throw Refused(connection, "with another install secret. Give the one that it was made with");
        if (shards != IShardOwnership.ShardCount) throw Refused(connection, $"for {shards} shards; this version has {IShardOwnership.ShardCount}. Start the version that made it");
    }

    private static void Create(SqliteConnection connection, ReadOnlySpan<byte> secretCheck, DateTimeOffset now)
    {
        connection.Execute("begin immediate");
        try
        {
            connection.Prepare("insert into installation (id, created_at, secret_check, shard_count) values (1, ?, ?, ?)")
                .Bind(Microseconds.Of(now)).Bind(secretCheck).Bind(IShardOwnership.ShardCount).Run();
            for (var shard = 0; shard < IShardOwnership.ShardCount; shard++)
                connection.Prepare("insert into shard (shard, epoch, last_effect) values (?, 0, 0)").Bind(shard).Run();
            connection.Execute("commit");
        }
        catch (SqliteFailure)
        {
            if (connection.InTransaction) connection.Execute("rollback");
            throw;
        }
    }

    private static JournalRefusedException Refused(SqliteConnection connection, string why) =>
        new(JournalRefusal.OtherInstallation, $"{connection.Path} was made {why}, or choose another folder.");
}
