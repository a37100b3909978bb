using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Tests;

public sealed class LibraryTests
{
    [Fact]
    public void Load_NoneOfTheNames_SaysHowToInstall()
    {
        var missing = Assert.Throws<DllNotFoundException>(() => SqliteLibrary.Load(["libno-such.so.1", "libno-such.so"], typeof(SqliteJournal).Assembly, null));
        Assert.Contains("tried libno-such.so.1, libno-such.so", missing.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libsqlite3-0", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneOfTheNames_IsLoaded() =>
        Assert.NotEqual(0, SqliteLibrary.Load(["libno-such.so.1", .. SqliteLibrary.Names], typeof(SqliteJournal).Assembly, null));

    [Theory]
    [InlineData(3_036_000, true, "SQLite 3.36.0 was found; 3.37.0 or later is needed")]
    [InlineData(3_040_001, false, "SQLite 3.40.1 was found, but it was built for a single thread")]
    public void Check_UnfitLibrary_SaysHowToInstall(int version, bool threadSafe, string said)
    {
        var unfit = Assert.Throws<DllNotFoundException>(() => SqliteLibrary.Check(version, threadSafe));
        Assert.StartsWith(said, unfit.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libsqlite3-0", unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OldestFitLibrary_Passes() => SqliteLibrary.Check(SqliteLibrary.OldestVersion, threadSafe: true);
}
