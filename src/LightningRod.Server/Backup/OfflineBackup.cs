using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;

namespace LightningRod.Server.Backup;

/// <summary>Backs up the journal of a member that does not run.</summary>
public static class OfflineBackup
{
    /// <summary>Opens the journal as a member would, copies it and closes it.</summary>
    /// <param name="options">The member's settings.</param>
    /// <param name="path">The copy: one file, which must not exist.</param>
    /// <param name="progress">Told how far it is: bytes copied and bytes in all.</param>
    /// <param name="cancellationToken">Ends the work and removes what was copied.</param>
    /// <exception cref="MemberStartException">There is no journal, it cannot be opened (a member runs), or the copy cannot be written.</exception>
    public static async Task RunAsync(
        MemberOptions options, string path, IProgress<(long Copied, long Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var file = Path.Combine(Path.GetFullPath(options.DataFolder), SqliteJournalOptions.FileName);
        if (!File.Exists(file)) throw new MemberStartException($"There is no journal to back up: {file} is missing.");
        try
        {
            var secret = SecretFile.Read(options.InstallSecretPath)
                ?? throw new MemberStartException($"The journal cannot be opened without its install secret: {options.InstallSecretPath} is missing.");
            var bytes = MemberSecrets.SecretOf(secret, options.InstallSecretPath);
            await using var journal = await SqliteJournal.OpenAsync(
                new() { Folder = options.DataFolder, Readers = 1 }, bytes, TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
            await journal.BackupAsync(path, new Forward(progress), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SecretFileException or JournalRefusedException or JournalUnavailableException or IOException)
        {
            throw new MemberStartException(failure.Message, failure);
        }
    }

    private sealed class Forward(IProgress<(long Copied, long Total)>? progress) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => progress?.Report((value.BytesCopied, value.BytesTotal));
    }
}
