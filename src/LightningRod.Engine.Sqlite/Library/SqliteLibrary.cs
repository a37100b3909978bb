using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LightningRod.Engine.Sqlite.Library;

/// <summary>Finds the system's SQLite, whose file name depends on the system, and checks that it is new enough.</summary>
internal static class SqliteLibrary
{
    private const string HowToInstall =
        "Install it: 'apt-get install libsqlite3-0' on Debian and Ubuntu, 'brew install sqlite' on macOS; on Windows put sqlite3.dll beside the program.";

    /// <summary>The oldest version with STRICT tables, as SQLite counts: 3.37.0.</summary>
    internal const int OldestVersion = 3_037_000;

    private static readonly Lazy<bool> Loaded = new(Initialize);

    /// <summary>The names it has on this system, best first.</summary>
    internal static IReadOnlyList<string> Names { get; } = OperatingSystem.IsWindows()
        ? ["e_sqlite3.dll", "sqlite3.dll", "winsqlite3.dll"]
        : OperatingSystem.IsMacOS()
            ? ["/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib", "/usr/local/opt/sqlite/lib/libsqlite3.dylib", "libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];

    /// <summary>Makes SQLite ready for use; cheap when it is.</summary>
    /// <exception cref="DllNotFoundException">It is not installed or too old; the message says how to install it.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Loads the first of some names that is there.</summary>
    /// <param name="names">File names or paths.</param>
    /// <param name="assembly">Who asks; its folder is searched too.</param>
    /// <param name="path">Where to search.</param>
    /// <exception cref="DllNotFoundException">None is there; the message names them and how to install the library.</exception>
    internal static nint Load(IReadOnlyList<string> names, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, assembly, path, out var handle)) return handle;
        }

        throw new DllNotFoundException($"SQLite was not found (tried {string.Join(", ", names)}). {HowToInstall}");
    }

    /// <summary>Refuses what cannot carry a journal.</summary>
    /// <param name="version">As SQLite counts: 3.40.1 is 3040001.</param>
    /// <param name="threadSafe">Whether it was built for use by several threads.</param>
    /// <exception cref="DllNotFoundException">Too old, or built for one thread alone.</exception>
    internal static void Check(int version, bool threadSafe)
    {
        var found = $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";
        if (version < OldestVersion) throw new DllNotFoundException($"SQLite {found} was found; 3.37.0 or later is needed. {HowToInstall}");
        if (!threadSafe) throw new DllNotFoundException($"SQLite {found} was found, but it was built for a single thread. {HowToInstall}");
    }

    private static bool Initialize()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (name, assembly, path) => name == "e_sqlite3" ? Load(Names, assembly, path) : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        Check(raw.sqlite3_libversion_number(), raw.sqlite3_threadsafe() != 0);
        return true;
    }
}
