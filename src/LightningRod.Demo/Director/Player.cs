using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace LightningRod.Demo.Director;

/// <summary>One of the cast: a process of this program that tells its steps as lines of JSON, and that can be killed and started again.</summary>
/// <param name="name">One of <see cref="Cast"/>.</param>
/// <param name="cues">Where its steps and its end go.</param>
/// <param name="began">When the play began.</param>
/// <param name="log">A file for what it says otherwise.</param>
internal sealed class Player(string name, ChannelWriter<Cue> cues, DateTimeOffset began, string log) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Process? _process;
    private Task _watching = Task.CompletedTask;
    private int _runs;

    internal string Name => name;

    /// <summary>Whether its process runs.</summary>
    internal bool IsOn => _process is { HasExited: false };

    /// <summary>How often it was started.</summary>
    internal int Runs => _runs;

    /// <summary>Starts its process.</summary>
    /// <param name="arguments">The command line after the program's name.</param>
    internal void Start(params IEnumerable<string> arguments)
    {
        if (IsOn) throw new InvalidOperationException($"{name} is on already.");
        _process?.Dispose();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Started as `dotnet X.dll`, the program is an argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Player).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        _watching = WatchAsync(_process, ++_runs);
    }

    /// <summary>SIGKILL.</summary>
    internal void Kill()
    {
        if (IsOn) _process!.Kill();
    }

    /// <summary>SIGTERM, and SIGKILL for who does not listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (IsOn)
        {
            using (var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await terminate.WaitForExitAsync();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Kill();
            }
        }

        await _watching;
        _process.Dispose();
    }

    private async Task WatchAsync(Process process, int run)
    {
        await using var file = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var gate = new SemaphoreSlim(1, 1);
        await Task.WhenAll(ReadAsync(process.StandardOutput, takesSteps: true), ReadAsync(process.StandardError, takesSteps: false));
        await process.WaitForExitAsync();
        cues.TryWrite(new Cue.Left(name, run, process.ExitCode));
        gate.Dispose();

        async Task ReadAsync(StreamReader reader, bool takesSteps)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                await gate.WaitAsync();
                try
                {
                    await file.WriteLineAsync(line);
                }
                finally
                {
                    gate.Release();
                }

                if (takesSteps && StepLine.Read(line, name, began) is { } step) cues.TryWrite(new Cue.Happened(step));
            }
        }
    }
}
