namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public static readonly byte[] InstallSecret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public string Path { get; } = Directory.CreateTempSubdirectory("rod-journal-").FullName;

    public string JournalFile => System.IO.Path.Combine(Path, SqliteJournalOptions.FileName);

    public Task<SqliteJournal> OpenAsync(CancellationToken cancel) =>
        SqliteJournal.OpenAsync(new SqliteJournalOptions { Folder = Path }, InstallSecret, TimeProvider.System, cancel);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
