using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite.Schema;

/// <summary>Recognises a journal's file and brings it to this version's schema; steps lead forward only.</summary>
internal static class JournalSchema
{
    /// <summary>Marks the file as a journal of LightningRod, in SQLite's header: "LRJ1".</summary>
    internal const int ApplicationId = 0x4c52_4a31;

    /// <summary>Makes a new file a journal, or an older journal a present one.</summary>
    /// <param name="connection">The file, opened for writing.</param>
    /// <param name="prepare">Sets how the file is written; called once it is known to be a journal or empty.</param>
    /// <exception cref="JournalRefusedException">It is a file of another product, or of a newer version of this one.</exception>
    internal static void Bring(SqliteConnection connection, Action prepare)
    {
        long version;
        try
        {
            version = Version(connection);
        }
        catch (SqliteFailure failure) when (failure.Code == raw.SQLITE_NOTADB)
        {
            throw new JournalRefusedException(
                JournalRefusal.OtherProduct,
                $"{connection.Path} is no journal: it was not written by SQLite, or its first page is damaged. Move it away, or choose another folder.",
                failure);
        }

        if (version > Migration.All[^1].Number)
        {
            throw new JournalRefusedException(
                JournalRefusal.NewerSchema,
                $"{connection.Path} has schema {version}; this version knows those up to {Migration.All[^1].Number}. "
                + "Start the version that wrote it or a later one, or restore a backup from before the upgrade into an empty folder.");
        }

        prepare();
        foreach (var migration in Migration.All.Skip((int)version)) Step(connection, migration);
    }

    private static long Version(SqliteConnection connection)
    {
        var id = connection.Prepare("pragma application_id").ReadNumber();
        var version = connection.Prepare("pragma user_version").ReadNumber() ?? 0;
        var isEmpty = connection.Prepare("select count(*) from sqlite_schema").ReadNumber() == 0;
        if (id == ApplicationId && version > 0) return version;
        if (id == 0 && version == 0 && isEmpty) return 0;
        throw new JournalRefusedException(
            JournalRefusal.OtherProduct, $"{connection.Path} is a database of another program. Move it away, or choose another folder.");
    }

    private static void Step(SqliteConnection connection, Migration migration)
    {
        connection.Execute("begin immediate");
        try
        {
            connection.Execute(migration.Sql);
            connection.Execute($"pragma application_id = {ApplicationId}; pragma user_version = {migration.Number}");
            connection.Execute("commit");
        }
        catch (SqliteFailure)
        {
            if (connection.InTransaction) connection.Execute("rollback");
            throw;
        }
    }
}
