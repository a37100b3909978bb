using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace LightningRod.Peers.Tests.Lsp;

/// <summary><c>rod serve</c> as a process of its own, whose end is SIGKILL.</summary>
internal sealed class ServeLife : ILspLife
{
    private readonly Process _process;
    private readonly Task _log;
    private readonly JsonNode _ready;

    private ServeLife(Process process, Task log, JsonNode ready) => (_process, _log, _ready) = (process, log, ready);

    public IPEndPoint Relay => IPEndPoint.Parse((string)_ready["relay"]!);

    public IPEndPoint Admin => IPEndPoint.Parse((string)_ready["admin"]!);

    /// <summary>Starts a member that takes mail for anybody, and waits until it is ready.</summary>
    internal static async Task<ILspLife> StartAsync(string folder)
    {
        var cancel = TestContext.Current.CancellationToken;
        string[] settings =
        [
            "--data-folder", folder, "--network", "regtest", "--relay-listen", "127.0.0.1", "--relay-port", "0", "--admin-port", "0",
            "--admission-mode", "open", "--engine-lanes", "1",
        ];
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rod.exe" : "rod");
        var process = Process.Start(new ProcessStartInfo(program, ["serve", "--steps", .. settings])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        })!;
        var log = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await process.StandardOutput.ReadLineAsync(cancel);
        if (line is null) Assert.Fail($"rod serve ended: {await log}");
        // The steps are read, or the process would wait for whoever reads them.
        var steps = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new ServeLife(process, Task.WhenAll(log, steps), JsonNode.Parse(line)!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _log;
        _process.Dispose();
    }
}
