using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rod-journal-").FullName;

    public string JournalFile => System.IO.Path.Combine(Path, SqliteJournalOptions.FileName);

    public Task<SqliteJournal> OpenAsync(CancellationToken cancel) =>
        SqliteJournal.OpenAsync(new SqliteJournalOptions { Folder = Path }, Work.InstallSecret, TimeProvider.System, cancel);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
