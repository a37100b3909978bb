using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LightningRod.Engine.Sqlite.Appender;

namespace LightningRod.Engine.Sqlite.Tests;

/// <summary>A process that appends until it is killed.</summary>
internal sealed class AppenderProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="folder">The journal's folder.</param>
    /// <param name="shell">What the shell does before it becomes the program; null for no shell.</param>
    public AppenderProcess(string folder, string? shell = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(Work).Assembly.GetName().Name!);
        var start = shell is null ? new ProcessStartInfo(program, [folder]) : new ProcessStartInfo("bash", ["-c", $"{shell}; exec \"$0\" \"$@\"", program, folder]);
        start.RedirectStandardOutput = start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last decision of each writer whose outcome was told.</summary>
    public long[] Told { get; } = new long[Work.Writers];

    /// <summary>What else it said.</summary>
    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>Reads what it says until a line of a kind, or its end.</summary>
    /// <returns>The line, or null at the end.</returns>
    public async Task<string?> ReadUntilAsync(Func<string, bool> isIt, CancellationToken cancel)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (char.IsAsciiDigit(line[0]))
            {
                var parts = line.Split(' ');
                Told[int.Parse(parts[0], CultureInfo.InvariantCulture)] = long.Parse(parts[1], CultureInfo.InvariantCulture);
            }
            else
            {
                Lines.Enqueue(line);
            }

            if (isIt(line)) return line;
        }

        return null;
    }

    public async Task GoOnAsync() => await _process.StandardInput.WriteLineAsync();

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>kill -9, and the rest of what it said.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process.Kill();
        _ = await ReadUntilAsync(_ => false, cancel);
        await _process.WaitForExitAsync(cancel);
    }

    public async Task<int> WaitAsync(CancellationToken cancel)
    {
        _ = await ReadUntilAsync(_ => false, cancel);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
