using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>Writes what an actor has once: checkpoint, alarm, view, index entries and content.</summary>
internal sealed class ActorRows(SqliteConnection connection)
{
    private readonly SqliteStatement _updateCheckpoint = connection.Prepare("update actor set checkpoint = ? where id = ?");
    private readonly SqliteStatement _updateAlarm = connection.Prepare("update actor set alarm_height = ?, alarm_time = ? where id = ?");
    private readonly SqliteStatement _updateView = connection.Prepare(
        "update actor set view_state = ?, view_is_over = ?, view_amount = ?, view_due_height = ?, view_details = ? where id = ?");

    private readonly SqliteStatement _updateViewAndAlarm = connection.Prepare(
        "update actor set view_state = ?, view_is_over = ?, view_amount = ?, view_due_height = ?, view_details = ?, alarm_height = ?, alarm_time = ? where id = ?");

    private readonly SqliteStatement _insertIndexEntry = connection.Prepare(
        "insert into index_entry (client, name, key, actor) values (?, ?, ?, ?) on conflict do nothing");

    private readonly SqliteStatement _deleteIndexEntry = connection.Prepare(
        "delete from index_entry where client = ? and name = ? and key = ? and actor = ?");

    private readonly SqliteStatement _putContent = connection.Prepare(
        "insert into content (actor, key, body) values (?, ?, ?) on conflict (actor, key) do update set body = excluded.body");

    private readonly SqliteStatement _deleteContent = connection.Prepare("delete from content where actor = ? and key = ?");

    internal void Write(ActorAppend append, long actor)
    {
        if (append.EndsInCheckpoint && append.Events.Length > 0)
            _updateCheckpoint.Bind(append.FirstSequence + append.Events.Length - 1).Bind(actor).Run();
        // Both in one go where both change: the row is long, and each change writes all of it.
        if ((append.View, append.Alarm) is ({ } changed, { } next)) Bind(Bind(_updateViewAndAlarm, changed), next).Bind(actor).Run();
        else if (append.View is { } view) Bind(_updateView, view).Bind(actor).Run();
        else if (append.Alarm is { } alarm) Bind(_updateAlarm, alarm).Bind(actor).Run();
        foreach (var change in append.Index) Write(change, append.Actor.Client, actor);
        foreach (var change in append.Content) Write(change, actor);
    }

    private static SqliteStatement Bind(SqliteStatement statement, ViewRow view) =>
        statement.Bind(view.State).Bind(view.IsOver ? 1 : 0).Bind(unchecked((long)view.Amount)).Bind(view.DueHeight).Bind(view.Details);

    private static SqliteStatement Bind(SqliteStatement statement, Alarm alarm) =>
        statement.Bind(alarm.Height).Bind(alarm.Time is { } time ? Microseconds.Of(time) : null);

    private void Write(IndexChange change, OpaqueKey client, long actor) =>
        (change.Add ? _insertIndexEntry : _deleteIndexEntry).Bind(client.Span).Bind(change.Index).Bind(change.Key.Span).Bind(actor).Run();

    private void Write(ContentChange change, long actor)
    {
        if (change.Body is { } body) _putContent.Bind(actor).Bind(change.Key.Span).Bind(body.Span).Run();
        else _deleteContent.Bind(actor).Bind(change.Key.Span).Run();
    }
}
