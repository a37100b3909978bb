using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LightningRod.Cli.Tests.Serve;

/// <summary><c>rod serve</c> as a process of its own, in a folder of its own.</summary>
internal sealed class MemberProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private MemberProcess(Process process, Task<string> error, JsonObject ready) => (_process, _error, Ready) = (process, error, ready);

    /// <summary>The line that said it is ready.</summary>
    internal JsonObject Ready { get; }

    internal int Id => _process.Id;

    internal string Admin => $"http://{Ready["admin"]}";

    /// <summary>Starts one and waits until it is ready.</summary>
    internal static async Task<MemberProcess> StartAsync(string folder, params string[] more)
    {
        var cancel = TestContext.Current.CancellationToken;
        string[] settings = ["--data-folder", folder, "--admin-port", "0", "--relay-port", "0", "--relay-alias", "lsp", "--engine-lanes", "1"];
        var process = Start(["serve", "--steps", .. settings, .. more]);
        var error = process.StandardError.ReadToEndAsync(cancel);
        var line = await process.StandardOutput.ReadLineAsync(cancel);
        if (line is null) Assert.Fail($"rod serve ended: {await error}");
        return new(process, error, JsonNode.Parse(line)!.AsObject());
    }

    /// <summary>Starts the program in a folder where there are no settings.</summary>
    internal static Process Start(IEnumerable<string> args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rod.exe" : "rod");
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        return Process.Start(start)!;
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    /// <returns>The exit code, and what stood in the log.</returns>
    internal async Task<(int Code, string Error)> EndAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
