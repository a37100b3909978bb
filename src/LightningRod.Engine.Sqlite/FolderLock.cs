using System.Globalization;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Sqlite;

/// <summary>Keeps a second process out of a journal's folder for as long as this one lives, however it ends.</summary>
/// <remarks>
/// The lock is the operating system's (flock, or a share mode on Windows) and goes with the process. Where a file system has no locks, epochs
/// still keep the older of two processes from writing.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const string LockName = "journal.lock";
    private const string OwnerName = "journal.owner";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="now">UTC, for whoever is refused later.</param>
    /// <exception cref="JournalRefusedException">Another process has it.</exception>
    /// <exception cref="JournalUnavailableException">The folder cannot be written.</exception>
    internal static FolderLock Take(string folder, DateTimeOffset now)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var taken = new FolderLock(Lock(folder));
            SayWho(folder, now);
            return taken;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StorageFailures.OfFolder(folder, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.GetType() == typeof(IOException) && IsLocked(failure))
        {
            throw new JournalRefusedException(
                JournalRefusal.InUse,
                $"The journal in {folder} is in use{By(folder)}. Stop that process, or give this one a folder of its own.",
                failure);
        }
    }

    // Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; elsewhere EWOULDBLOCK, which is 11 on Linux and 35 on BSD and macOS.
    private static bool IsLocked(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xffff) is 32 or 33
        : failure.HResult is 11 or 35;

    private static void SayWho(string folder, DateTimeOffset now)
    {
        try
        {
            // The lock's own file cannot be read by others while it is locked.
            File.WriteAllText(Path.Combine(folder, OwnerName), Owner(now));
        }
        catch (IOException)
        {
            // On a full disk whoever is refused does not learn by whom.
        }
    }

    private static string Owner(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"by process {Environment.ProcessId} on {Environment.MachineName} since {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    private static string By(string folder)
    {
        try
        {
            var owner = File.ReadAllText(Path.Combine(folder, OwnerName)).Trim();
            return owner.Length > 0 ? $" {owner}" : " by another process";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return " by another process";
        }
    }
}
