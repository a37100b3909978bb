using System.Net;
using System.Net.Sockets;

namespace LightningRod.Cli.Tests.Serve;

/// <summary>A member as its supervisor sees it: start, ready, signals, exit codes.</summary>
public sealed class ServeProcessTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("rod-serve-").FullName;

    private string Folder => Path.Combine(_place, "data");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task Serve_Signal_EndsWith0AndLetsTheFolderGo(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals of this kind are those of Unix.");
        await using var member = await MemberProcess.StartAsync(Folder);
        Assert.Equal(("lsp", "ready"), ((string?)member.Ready["who"], (string?)member.Ready["step"]));
        Assert.Matches("^0[23][0-9a-f]{64}$", (string?)member.Ready["node_id"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z$", (string?)member.Ready["t"]);
        var (code, log) = await member.EndAsync(signal);
        Assert.Equal(0, code);
        Assert.Contains("everything ended in time: True", log, StringComparison.Ordinal);
        // Whoever closes a journal copies its log into the file.
        Assert.False(File.Exists(Path.Combine(Folder, "journal.db-wal")));
    }

    [Fact]
    public async Task Serve_KilledAndStartedAgain_RunsOnWithTheSameNodeId()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals of this kind are those of Unix.");
        string? first;
        await using (var member = await MemberProcess.StartAsync(Folder))
        {
            first = (string?)member.Ready["node_id"];
            await member.EndAsync("KILL");
        }

        await using var again = await MemberProcess.StartAsync(Folder);
        Assert.Equal(first, (string?)again.Ready["node_id"]);
        Assert.Equal(0, (await again.EndAsync("TERM")).Code);
    }

    [Fact]
    public async Task Serve_WithoutSteps_PrintsOneReadyLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals of this kind are those of Unix.");
        var cancel = TestContext.Current.CancellationToken;
        using var process = MemberProcess.Start(["serve", "--data-folder", Folder, "--admin-port", "0", "--relay-port", "0", "--log-json"]);
        var error = process.StandardError.ReadToEndAsync(cancel);
        Assert.Matches(@"^ready node_id=0[23][0-9a-f]{64} .*admin=127\.0\.0\.1:\d+", await process.StandardOutput.ReadLineAsync(cancel));
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
        var lines = (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 3);
        Assert.All(lines, line => Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(line)!["EventId"]));
    }

    [Fact]
    public async Task Serve_SecondOnTheFolder_Ends1WithOneLine()
    {
        await using var member = await MemberProcess.StartAsync(Folder);
        var second = await Rod.RunAsync("serve", "--data-folder", Folder, "--admin-port", "0", "--relay-port", "0");
        Assert.Equal((ExitCode.Failed, ""), (second.Code, second.Output));
        Assert.StartsWith($"rod serve: The journal in {Folder} is in use by process {member.Id} on ", second.Error, StringComparison.Ordinal);
        Assert.Single(second.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Serve_PortTaken_Ends1WithOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var result = await Rod.RunAsync("serve", "--data-folder", Folder, "--admin-port", $"{port}", "--relay-port", "0");
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.StartsWith($"rod serve: The admin endpoints cannot listen on 127.0.0.1:{port}: another program listens there.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_OfTheProgram_LoadsNothingOfTheServer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        var cancel = TestContext.Current.CancellationToken;
        using var process = MemberProcess.Start(["decode", "-", "--json"]);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        // It waits for the standard input, with all loaded that parsing the command line needed.
        string maps;
        do
        {
            maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        }
        while (!maps.Contains("System.CommandLine.dll", StringComparison.Ordinal) || !maps.Contains("LightningRod.Wire.dll", StringComparison.Ordinal));
        await process.StandardInput.WriteLineAsync("0101aa");
        process.StandardInput.Close();
        Assert.Contains("\"kind\"", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("LightningRod.Server.dll", maps, StringComparison.Ordinal);
    }
}
