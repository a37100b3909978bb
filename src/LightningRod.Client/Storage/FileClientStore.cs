using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LightningRod.Client.Storage;

/// <summary>A store in one file: a line for each change, written and flushed to the disk before the change counts.</summary>
/// <remarks>
/// A line is a check sum (16 hexadecimal digits of SHA-256), kind, key, and the value in base 64 or <c>-</c> for a removal. A last line that was
/// cut off by a crash is dropped; any other damage is refused. One process at a time has the file. The file can be read by its owner alone.
/// </remarks>
public sealed class FileClientStore : IClientStore, IAsyncDisposable
{
    private const int CheckLength = 16;
    private const int LinesBeforeCompaction = 1024;
    private const string Removed = "-";

    private readonly string _path;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly Dictionary<(string Kind, string Key), byte[]> _items = [];
    private FileStream _file;
    private int _lines;
    private bool _broken;

    private FileClientStore(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">Another process has it, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names the line.</exception>
    public static FileClientStore Open(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        var store = new FileClientStore(full, OpenFile(full, FileMode.OpenOrCreate));
        try
        {
            store.Load();
            DurableFolder.Flush(folder);
            return store;
        }
        catch
        {
            store._file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredItem>> ListAsync(string kind, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return [.. _items.Where(item => item.Key.Kind == kind).Select(item => new StoredItem(item.Key.Key, item.Value))];
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(string kind, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        ChangeAsync(Name(kind), Name(key), value.ToArray(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string kind, string key, CancellationToken cancellationToken) =>
        ChangeAsync(Name(kind), Name(key), null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lock.WaitAsync().ConfigureAwait(false);
        _broken = true;
        await _file.DisposeAsync().ConfigureAwait(false);
        _lock.Release();
    }

    private async ValueTask ChangeAsync(string kind, string key, byte[]? value, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_broken, this);
            if (value is null && !_items.ContainsKey((kind, key))) return;
            try
            {
                _file.Write(Line(kind, key, value));
                _file.Flush(flushToDisk: true);
            }
            catch
            {
                // Half a line may stand there; whatever were written after it would be lost.
                _broken = true;
                throw;
            }

            Apply(kind, key, value);
            if (_lines > LinesBeforeCompaction && _lines > 4 * _items.Count) Compact();
        }
        finally
        {
            _lock.Release();
        }
    }

    private void Load()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var isLast = length < 0 || start + length + 1 == bytes.Length;
            if (length < 0 || !TryApply(Encoding.ASCII.GetString(bytes, start, length)))
            {
                if (!isLast) throw new InvalidDataException($"{_path} is damaged in line {_lines + 1}: its check sum is wrong.");
                break;
            }

            start += length + 1;
        }

        _file.SetLength(start);
        _file.Position = start;
        if (_lines > 2 * _items.Count + 16) Compact();
    }

    private bool TryApply(string line)
    {
        var words = line.Split(' ');
        if (words.Length != 4 || Check($"{words[1]} {words[2]} {words[3]}") != words[0]) return false;
        Apply(words[1], words[2], words[3] == Removed ? null : Convert.FromBase64String(words[3]));
        return true;
    }

    private void Apply(string kind, string key, byte[]? value)
    {
        _lines++;
        if (value is null) _items.Remove((kind, key));
        else _items[(kind, key)] = value;
    }

    /// <summary>Writes what counts into a new file, which takes the old one's place when it is whole.</summary>
    private void Compact()
    {
        var next = _path + ".new";
        using (var file = OpenFile(next, FileMode.Create))
        {
            foreach (var ((kind, key), value) in _items) file.Write(Line(kind, key, value));
            file.Flush(flushToDisk: true);
        }

        // Not every system renames an open file.
        _broken = true;
        _file.Dispose();
        File.Move(next, _path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(_path)!);
        _file = OpenFile(_path, FileMode.OpenOrCreate);
        _file.Seek(0, SeekOrigin.End);
        (_lines, _broken) = (_items.Count, false);
    }

    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static byte[] Line(string kind, string key, byte[]? value)
    {
        var text = $"{kind} {key} {(value is null ? Removed : Convert.ToBase64String(value))}";
        return Encoding.ASCII.GetBytes($"{Check(text)} {text}\n");
    }

    private static string Check(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..CheckLength];

    private static string Name(string name) => name.Length is > 0 and <= 100 && !name.AsSpan().ContainsAnyExcept(Allowed)
        ? name
        : throw new ArgumentException("A kind or a key has 1 to 100 letters, digits, dots, hyphens and underscores.", nameof(name));

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}
