using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>Copies the log into the file now and then, so that it stays short: rather when nobody waits.</summary>
internal sealed class Checkpoints(SqliteConnection connection)
{
    private const int PagesWhenIdle = 1000;
    private const int PagesAtMost = 8000;

    private int _pages;

    /// <summary>To be called after each transaction, by the writer.</summary>
    /// <param name="somebodyWaits">Whether more is to be written at once.</param>
    internal void AfterWrite(bool somebodyWaits)
    {
        _pages += connection.TakePagesWritten();
        if (_pages < (somebodyWaits ? PagesAtMost : PagesWhenIdle)) return;
        _pages = 0;
        try
        {
            _ = connection.Checkpoint();
        }
        catch (SqliteFailure)
        {
            // The log stays and grows, and holds everything. What ails the disk is told to the next one who writes.
        }
    }
}
