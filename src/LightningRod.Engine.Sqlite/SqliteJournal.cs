using System.Runtime.CompilerServices;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;
using LightningRod.Engine.Sqlite.Reading;
using LightningRod.Engine.Sqlite.Writing;

namespace LightningRod.Engine.Sqlite;

/// <summary>The journal of one member in one file.</summary>
/// <remarks>
/// Write-ahead log with <c>synchronous=FULL</c>: an append is durable when its frames and the mark behind them are on the disk, by one fsync for all
/// that waited (other journal modes need two or three), and reads go on meanwhile. The file belongs on a local disk.
/// </remarks>
public sealed class SqliteJournal : IJournal, IShardSource, IAsyncDisposable
{
    private const int ViewsAtOnce = 256;

    private readonly FolderLock _lock;
    private readonly SqliteConnection _writing;
    private readonly TimeProvider _time;
    private readonly JournalWriter _writer;
    private readonly AppendWriter _appends;
    private readonly OtherWrites _others;
    private readonly ReaderPool _readers;
    private readonly JournalReader _reader;
    private readonly Trimming _trimming;

    private SqliteJournal(FolderLock folderLock, SqliteConnection writing, ReaderPool readers, TimeProvider time)
    {
        (_lock, _writing, _readers, _time, File) = (folderLock, writing, readers, time, writing.Path);
        _appends = new AppendWriter(writing);
        _others = new OtherWrites(writing);
        _writer = new JournalWriter(writing);
        _reader = new JournalReader(readers, _writer, File);
        _trimming = new Trimming(_reader, _writer, writing);
    }

    /// <summary>The journal's file.</summary>
    public string File { get; }

    /// <summary>How many commits made something durable since it was opened; each carries all that waited for it.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Opens a journal, or makes a new one.</summary>
    /// <param name="options">Where it stands.</param>
    /// <param name="installSecret">The installation's secret, at least 16 bytes, which decides the shards of clients; only a hash is stored.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the wait for a thread.</param>
    /// <exception cref="JournalRefusedException">
    /// Another process has the folder, or the file is of another product, of a newer version, of another installation, or damaged.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The folder or file cannot be written.</exception>
    /// <exception cref="DllNotFoundException">SQLite is not installed; the message says how to install it.</exception>
    /// <exception cref="ArgumentException">An option is out of its bounds, or the secret too short.</exception>
    public static Task<SqliteJournal> OpenAsync(
        SqliteJournalOptions options, ReadOnlyMemory<byte> installSecret, TimeProvider time, CancellationToken cancel = default) =>
        Task.Run(() => JournalFile.Open(options, installSecret.Span, time, (folder, writing, readers) => new SqliteJournal(folder, writing, readers, time)), cancel);

    /// <summary>Takes all shards for this start: raises every epoch, so that whatever an earlier start still wants to write is refused.</summary>
    /// <param name="cancel">Ends the wait, not the write.</param>
    /// <returns>The shards in order.</returns>
    /// <exception cref="JournalUnavailableException">The storage failed.</exception>
    public async Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(CancellationToken cancel) =>
        await _writer.WriteAsync(() => _others.ClaimAll(_time.GetUtcNow()), cancel);

    /// <summary>Copies the journal while it is in use, as it is at the beginning of the copy, and checks the copy.</summary>
    /// <param name="path">
    /// The copy: one file, which must not exist. To restore it, put it as <see cref="SqliteJournalOptions.FileName"/> into an empty folder: beside a log
    /// of another file it would be damaged.
    /// </param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancel">Ends the work and removes what was copied.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read, or there is no space for the copy.</exception>
    /// <exception cref="JournalRefusedException">The journal is damaged.</exception>
    public async Task BackupAsync(string path, IProgress<BackupProgress>? progress, CancellationToken cancel)
    {
        await _writer.SettleAsync(cancel);
        await Task.Run(() => JournalBackup.Run(File, Path.GetFullPath(path), progress, cancel), cancel);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<ActorAppend> batch, CancellationToken cancel) =>
        batch.Count == 0 ? Task.FromResult<AppendOutcome[]>([]) : _writer.WriteAsync(() => _appends.Write(batch), cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadEventsAsync(ActorId actor, CancellationToken cancel) =>
        _reader.ReadRowsAsync(connection => ActorQueries.Events(connection, actor), ActorQueries.Event, cancel);

    /// <inheritdoc/>
    public Task<StoredMessage?> FindReplyAsync(byte shard, CommandId command, CancellationToken cancel) =>
        _reader.ReadAsync(connection => ActorQueries.Reply(connection, shard, command), cancel);

    /// <inheritdoc/>
    public Task<ActorId?> FindActorAsync(OpaqueKey client, string index, OpaqueKey key, CancellationToken cancel) =>
        _reader.ReadAsync(connection => ActorQueries.ByIndex(connection, client, index, key), cancel);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadContentAsync(ActorId actor, OpaqueKey key, CancellationToken cancel) =>
        _reader.ReadAsync(connection => ActorQueries.Content(connection, actor, key), cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ActorId>> ReadDueAsync(IReadOnlyCollection<byte> shards, Moment now, int limit, CancellationToken cancel) =>
        await _reader.ReadAsync(connection => ShardQueries.Due(connection, shards, now, limit), cancel);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> ReadNextDueTimeAsync(IReadOnlyCollection<byte> shards, CancellationToken cancel) =>
        _reader.ReadAsync(connection => ShardQueries.NextDueTime(connection, shards), cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(byte shard, long after, int limit, CancellationToken cancel) =>
        await _reader.ReadAsync(connection => ShardQueries.Outbox(connection, shard, after, limit), cancel);

    /// <inheritdoc/>
    public Task CompleteEffectsAsync(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows, CancellationToken cancel) =>
        _writer.WriteAsync(() => _others.CompleteEffects(epochs, rows), cancel);

    /// <inheritdoc/>
    public Task NoteAttemptAsync(byte shard, long position, int attempts, CancellationToken cancel) =>
        _writer.WriteAsync(() => _others.NoteAttempt(shard, position, attempts), cancel);

    /// <inheritdoc/>
    public Task<uint> RaiseHeightAsync(string network, uint height, DateTimeOffset at, CancellationToken cancel) =>
        _writer.WriteAsync(() => _others.RaiseHeight(network, height, at), cancel);

    /// <inheritdoc/>
    public Task QuarantineAsync(QuarantineEntry entry, CancellationToken cancel) => _writer.WriteAsync(() => _others.Quarantine(entry), cancel);

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(ActorId actor, CancellationToken cancel) => _writer.WriteAsync(() => _others.Release(actor), cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QuarantineEntry>> ReadQuarantineAsync(CancellationToken cancel) =>
        await _reader.ReadAsync(ListQueries.Quarantine, cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(ActorId Actor, ViewRow View)> ReadViewsAsync(
        string kind, OpaqueKey? client, bool includeOver, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Pages, and not one long reading: whoever shows a list may be slow, and a reading keeps the log from being used again.
        ActorId? last = null;
        while (true)
        {
            var page = await _reader.ReadAsync(connection => ListQueries.Views(connection, kind, client, includeOver, last, ViewsAtOnce), cancel);
            foreach (var row in page) yield return row;
            if (page.Count < ViewsAtOnce) yield break;
            last = page[^1].Actor;
        }
    }

    /// <inheritdoc/>
    public Task<long> TrimAsync(DateTimeOffset before, CancellationToken cancel) => _trimming.RunAsync(before, cancel);

    /// <summary>Runs statements as the writer does, to see what it makes of their failures.</summary>
    /// <param name="statements">SQL.</param>
    /// <param name="cancel">Ends the wait, not the work.</param>
    internal Task ExecuteAsync(string statements, CancellationToken cancel) => _writer.WriteAsync(
        () =>
        {
            _writing.Execute(statements);
            return true;
        },
        cancel);

    /// <summary>Writes what still waits, closes the file and lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer closes last: whoever does copies the log into the file.
        _readers.Dispose();
        await _writer.DisposeAsync();
        _lock.Dispose();
    }
}
