using System.Security.Cryptography;
using System.Text;

namespace LightningRod.Server.Secrets;

/// <summary>A small file that only its owner can read; made when it is missing, never overwritten.</summary>
internal static class SecretFile
{
    private const int MaxBytes = 4096;
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the file's text, or null when there is no such file.</summary>
    /// <exception cref="SecretFileException">It cannot be read, or is no such file.</exception>
    internal static string? Read(string path)
    {
        var bytes = new byte[MaxBytes + 1];
        try
        {
            if (Directory.Exists(path)) throw new SecretFileException(path, "is a folder.");
            // Without a buffer of its own, which nobody could zero.
            using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0 });
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MaxBytes
                ? throw new SecretFileException(path, "is no key file: it is larger than 4 KiB.")
                : Encoding.ASCII.GetString(bytes, 0, length);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretFileException(path, $"cannot be read: {failure.Message}", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads the file, or makes it.</summary>
    /// <param name="path">A full path; its folder is made too.</param>
    /// <param name="make">Makes the text of a new file.</param>
    /// <exception cref="SecretFileException">It can neither be read nor made.</exception>
    internal static string ReadOrMake(string path, Func<string> make)
    {
        if (Read(path) is { } present) return present;
        Make(path, make());
        // Another process may have been quicker; then its file counts.
        return Read(path) ?? throw new SecretFileException(path, "vanished right after it was made.");
    }

    /// <summary>Whether others than its owner may read or write the file; always false where there are no such rights.</summary>
    internal static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != 0;

    private static void Make(string path, string text)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Delete(part);
            using (var stream = new FileStream(part, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            // Whole or not at all: half a key after a crash would stop every later start.
            if (!File.Exists(path)) File.Move(part, path, overwrite: false);
            else File.Delete(part);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(path)) return;
            throw new SecretFileException(path, $"cannot be made: {failure.Message}", failure);
        }
    }
}

/// <summary>A key file cannot be used. Says which and why, and never what is in it.</summary>
internal sealed class SecretFileException(string path, string why, Exception? inner = null) : Exception($"{path} {why}", inner);
