namespace LightningRod.Cli.Bench;

/// <summary>A folder for one run, which takes all that is in it away when it ends.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly DirectoryInfo _folder;
    private int _files;

    private BenchFolder(DirectoryInfo folder) => _folder = folder;

    /// <summary>Makes a folder.</summary>
    /// <param name="under">Where, made when it is missing; null for the system's place for temporary files.</param>
    internal static BenchFolder Make(DirectoryInfo? under)
    {
        if (under is null) return new(Directory.CreateTempSubdirectory("rod-bench-"));
        return new(Directory.CreateDirectory(Path.Combine(under.FullName, $"rod-bench-{Guid.NewGuid():n}")));
    }

    /// <summary>A name in it that nothing has.</summary>
    /// <param name="what">How it begins.</param>
    internal string New(string what) => Path.Combine(_folder.FullName, $"{what}-{_files++}");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
