using System.Diagnostics;

namespace LightningRod.Cli.Bench;

/// <summary>What the disk alone takes: no durable write can be faster.</summary>
internal static class Disk
{
    private const int Writes = 200;
    private const int PageSize = 4096;

    /// <summary>The median time of writing a page at a file's end and making it durable, milliseconds.</summary>
    /// <param name="path">A file to make.</param>
    internal static double SyncedWrite(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[PageSize];
        var took = new Latencies();
        for (var i = 0; i < Writes; i++)
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            took.Add(Stopwatch.GetTimestamp() - began);
        }

        return took.Within(0.5);
    }
}
