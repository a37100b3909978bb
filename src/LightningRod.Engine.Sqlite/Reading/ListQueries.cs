using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Reading;

/// <summary>What is read for people: lists of actors, and those in quarantine.</summary>
internal static class ListQueries
{
    private const string Columns = "select kind, client, key, view_state, view_is_over, view_amount, view_due_height, view_details from actor";

    /// <summary>A page of a list, in order of client and key; the next one begins behind its last row.</summary>
    internal static List<(ActorId Actor, ViewRow View)> Views(
        SqliteConnection connection, string kind, OpaqueKey? client, bool includeOver, ActorId? after, int limit)
    {
        // A condition of the index's own form is what lets SQLite use it.
        var shown = includeOver ? "view_state is not null" : "view_is_over = 0";
        var select = client is { } one
            ? connection.Prepare($"{Columns} where kind = ? and {shown} and client = ? and key > ? order by key limit ?").Bind(kind).Bind(one.Span)
            : connection.Prepare($"{Columns} where kind = ? and {shown} and (client, key) > (?, ?) order by client, key limit ?")
                .Bind(kind).Bind(after is { } last ? last.Client.Span : []);
        _ = select.Bind(after is { } row ? row.Key.Span : []).Bind(limit);
        var page = new List<(ActorId, ViewRow)>();
        while (select.Read()) page.Add((ActorQueries.Actor(select), View(select)));
        return page;
    }

    internal static List<QuarantineEntry> Quarantine(SqliteConnection connection)
    {
        var select = connection.Prepare("select kind, client, key, category, detail, at from quarantine order by at, client, key, kind");
        var entries = new List<QuarantineEntry>();
        while (select.Read())
        {
            entries.Add(new QuarantineEntry(
                ActorQueries.Actor(select), QuarantineWords.ToCategory(select.Text(3)), select.Text(4), Microseconds.ToTime(select.Number(5))));
        }

        return entries;
    }

    private static ViewRow View(SqliteStatement row) =>
        new(row.Text(3), row.Number(4) != 0, unchecked((ulong)row.Number(5)), (uint?)row.NumberOrNull(6), row.Text(7));
}
