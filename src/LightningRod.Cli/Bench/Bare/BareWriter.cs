using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using SQLitePCL;

namespace LightningRod.Cli.Bench.Bare;

/// <summary>
/// Writes the rows of decisions into a journal's tables and nothing else: one connection, prepared statements, one statement a row. It checks no
/// epoch, no sequence and no command, looks nothing up, decides and encodes nothing; of an actor's row it writes all columns at once.
/// </summary>
internal sealed class BareWriter : IDisposable
{
    // As in a journal under load: a checkpoint when so many pages stand in the log.
    private const int CheckpointPages = 8000;

    private readonly sqlite3 _database;
    private readonly Dictionary<ActorId, long> _actors = [];
    private readonly List<BareStatement> _statements = [];
    private readonly BareStatement _begin;
    private readonly BareStatement _commit;
    private readonly BareStatement _event;
    private readonly BareStatement _reply;
    private readonly BareStatement _effect;
    private readonly BareStatement _doneEffect;
    private readonly BareStatement _addEntry;
    private readonly BareStatement _removeEntry;
    private readonly BareStatement _actor;
    private readonly BareStatement _view;
    private readonly BareStatement _alarmAndView;
    private List<(byte Shard, long Position)> _effectsOfLast = [];
    private List<(byte Shard, long Position)> _effects = [];
    private long _lastActor;

    /// <summary>Opens a journal's file.</summary>
    /// <param name="file">The file, made by a journal and closed.</param>
    internal BareWriter(string file)
    {
        const string Columns = "view_state, view_is_over, view_amount, view_due_height, view_details";
        const string Changes = "view_state = ?, view_is_over = ?, view_amount = ?, view_due_height = ?, view_details = ?";
        var code = raw.sqlite3_open_v2(file, out _database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite cannot open {file} (code {code}).");
        _ = raw.sqlite3_exec(
            _database,
            $"pragma synchronous = full; pragma wal_autocheckpoint = {CheckpointPages}; pragma journal_size_limit = {64 << 20}; pragma temp_store = memory; "
            + "pragma cache_size = -65536");
        _begin = Prepare("begin immediate");
        _commit = Prepare("commit");
        _event = Prepare("insert into event (actor, sequence, name, payload, at) values (?, ?, ?, ?, ?)");
        _reply = Prepare("insert into inbox (command, shard, at, reply_name, reply_payload) values (?, ?, ?, ?, ?)");
        _effect = Prepare("insert into outbox (shard, position, actor, destination, name, payload) values (?, ?, ?, ?, ?, ?)");
        _doneEffect = Prepare("delete from outbox where shard = ? and position = ?");
        _addEntry = Prepare("insert into index_entry (client, name, key, actor) values (?, ?, ?, ?)");
        _removeEntry = Prepare("delete from index_entry where client = ? and name = ? and key = ?");
        _actor = Prepare($"insert into actor (id, shard, client, key, kind, alarm_height, {Columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _view = Prepare($"update actor set {Changes} where id = ?");
        _alarmAndView = Prepare($"update actor set alarm_height = ?, {Changes} where id = ?");
    }

    /// <summary>Rows written, changed and deleted.</summary>
    internal long Rows { get; private set; }

    /// <summary>Writes decisions in one durable transaction, and takes out the effects of the transaction before, which are done by now.</summary>
    internal void Write(ReadOnlySpan<ActorAppend> batch)
    {
        (_effectsOfLast, _effects) = (_effects, _effectsOfLast);
        _effects.Clear();
        _begin.Run();
        foreach (var append in batch) Write(append);
        foreach (var (shard, position) in _effectsOfLast) Row(_doneEffect.Bind(shard).Bind(position));
        _commit.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _database.Dispose();
    }

    private void Write(ActorAppend append)
    {
        var at = (append.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var actor = WriteActor(append);
        for (var i = 0; i < append.Events.Length; i++)
            Row(_event.Bind(actor).Bind(append.FirstSequence + i).Bind(append.Events[i].Name).Bind(append.Events[i].Payload.Span).Bind(at));
        if (append.Command is { } command) WriteReply(append, command, at);
        for (var i = 0; i < append.Effects.Length; i++)
        {
            var ((destination, effect), position) = (append.Effects[i], append.FirstEffectPosition + i);
            Row(_effect.Bind(append.Shard).Bind(position).Bind(actor).Bind(destination).Bind(effect.Name).Bind(effect.Payload.Span));
            _effects.Add((append.Shard, position));
        }

        foreach (var change in append.Index)
        {
            var entry = (change.Add ? _addEntry : _removeEntry).Bind(append.Actor.Client.Span).Bind(change.Index).Bind(change.Key.Span);
            Row(change.Add ? entry.Bind(actor) : entry);
        }
    }

    private void WriteReply(ActorAppend append, CommandId command, long at)
    {
        Span<byte> id = stackalloc byte[16];
        _ = command.Value.TryWriteBytes(id, bigEndian: true, out _);
        _reply.Bind(id).Bind(append.Shard).Bind(at);
        Row(append.Reply is { } reply ? _reply.Bind(reply.Name).Bind(reply.Payload.Span) : _reply.Bind((string?)null).Bind((long?)null));
    }

    private long WriteActor(ActorAppend append)
    {
        var view = append.View ?? throw new InvalidOperationException("Each decision of a held payment has a view.");
        var height = append.Alarm?.Height;
        if (_actors.TryGetValue(append.Actor, out var id))
        {
            Row(View(append.Alarm is null ? _view : _alarmAndView.Bind(height), view).Bind(id));
            if (view.IsOver) _actors.Remove(append.Actor);
            return id;
        }

        id = _actors[append.Actor] = ++_lastActor;
        var named = _actor.Bind(id).Bind(append.Shard).Bind(append.Actor.Client.Span).Bind(append.Actor.Key.Span).Bind(append.Actor.Kind);
        Row(View(named.Bind(height), view));
        return id;
    }

    private static BareStatement View(BareStatement statement, ViewRow view) => statement
        .Bind(view.State).Bind(view.IsOver ? 1L : 0L).Bind(unchecked((long)view.Amount)).Bind((long?)view.DueHeight).Bind(view.Details);

    private void Row(BareStatement statement)
    {
        statement.Run();
        Rows++;
    }

    private BareStatement Prepare(string sql)
    {
        var statement = new BareStatement(_database, sql);
        _statements.Add(statement);
        return statement;
    }
}
