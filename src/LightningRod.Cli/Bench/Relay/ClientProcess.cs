using System.Diagnostics;
using System.Globalization;
using System.Net;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Relay;

/// <summary>The clients, in a process of their own, so that what they need is not counted with what the relay needs.</summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ClientProcess(Process process) => _process = process;

    /// <summary>Starts the same program as a process for clients.</summary>
    /// <param name="relay">Where the relay listens.</param>
    /// <param name="relayId">The relay.</param>
    /// <exception cref="IOException">It does not start.</exception>
    internal static ClientProcess Start(IPEndPoint relay, NodeId relayId)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true };
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rod.exe" : "rod");
        if (File.Exists(program))
        {
            start.FileName = program;
        }
        else
        {
            (start.FileName, var assembly) = (Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "rod.dll"));
            if (File.Exists(assembly)) start.ArgumentList.Add(assembly);
        }

        foreach (var word in (string[])["bench", RelayClientsCommand.Name, relay.ToString(), relayId.ToString()]) start.ArgumentList.Add(word);
        try
        {
            return new(Process.Start(start) ?? throw new IOException("the process of the clients did not start"));
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new IOException($"the process of the clients did not start: {failure.Message}", failure);
        }
    }

    /// <summary>Opens sessions.</summary>
    /// <param name="count">How many.</param>
    /// <param name="opened">Told how many there are.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal async Task OpenAsync(int count, Action<int> opened, CancellationToken cancel)
    {
        await OrderAsync($"open {count}", cancel);
        while (await ReadAsync(cancel) is ["opened", var now]) opened(int.Parse(now, CultureInfo.InvariantCulture));
        opened(count);
    }

    /// <summary>Sends messages from client to client.</summary>
    /// <returns>Messages, seconds, and milliseconds within which half and 99 of 100 of them arrived.</returns>
    internal async Task<(double Count, double Seconds, double Median, double Slow)> SendAsync(TimeSpan length, int inFlight, CancellationToken cancel)
    {
        await OrderAsync(string.Create(CultureInfo.InvariantCulture, $"send {length.TotalSeconds:R} {inFlight}"), cancel);
        var words = await ReadAsync(cancel);
        var numbers = words[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>Ends all sessions.</summary>
    internal async Task CloseAsync(CancellationToken cancel)
    {
        await OrderAsync("close", cancel);
        await ReadAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task OrderAsync(string order, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(order.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
    }

    private async Task<string[]> ReadAsync(CancellationToken cancel)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancel) ?? throw new IOException("the process of the clients ended");
        return line.StartsWith("failed ", StringComparison.Ordinal) ? throw new IOException(line["failed ".Length..]) : line.Split(' ');
    }
}
