using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LightningRod.Cli.Bench.Relay;

namespace LightningRod.Cli.Tests.Bench;

/// <summary>Benches of a few commands each: all figures are there, whatever their values.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rod-bench-tests-");

    public static TheoryData<string, string[], string[]> Benches { get; } = new()
    {
        {
            "engine",
            ["--seconds", "0.07", "--in-flight", "4"],
            [
                "engine_commands", "bare_commands", "bare_commands_in_one", "engine_of_bare", "engine_of_bare_lowest", "engine_of_bare_highest", "engine_p50",
                "engine_p99", "bare_p50", "bare_p99", "p99_of_bare", "p99_of_bare_lowest", "p99_of_bare_highest", "rows", "batch", "synced_write",
            ]
        },
        {
            "lifecycle",
            ["--seconds", "0.07", "--in-flight", "4"],
            ["payments", "payments_lowest", "payments_highest", "commands", "payment_p50", "payment_p99", "synced_write"]
        },
        {
            "recovery",
            ["--holds", "20", "--events", "30", "--in-flight", "4"],
            [
                "recovery_short", "recovery_short_lowest", "recovery_short_highest", "recovery_long", "recovery_long_lowest", "recovery_long_highest", "start",
                "start_first_answer", "start_actors_loaded", "start_memory", "start_memory_resident", "journal_size", "loaded_actor", "passivated_actor",
            ]
        },
        {
            "relay",
            ["--sessions", "6", "--seconds", "0.1", "--in-flight", "2"],
            [
                "sessions", "session_memory", "session_heap", "actors_loaded", "sessions_opened", "messages", "message_p50", "message_p99",
                "synced_write",
            ]
        },
        {
            "intercept",
            ["--seconds", "0.16"],
            [
                "passed", "pass_p50", "pass_p99", "pass_max", "bare_p50", "bare_p99", "bare_max", "alone_p50", "alone_p99", "alone_max",
                "beside_clients_p50", "beside_clients_p99", "beside_clients_max", "in_bursts_p50", "in_bursts_p99", "in_bursts_max", "held",
                "hold_p50", "hold_p99", "synced_write",
            ]
        },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Benches))]
    public async Task Bench_AsJson_HasMachineCommitAndFigures(string bench, string[] options, string[] figures)
    {
        var result = await Rod.RunAsync(["bench", bench, "--json", "--folder", _folder.FullName, .. options]);
        Assert.Equal(ExitCode.Fine, result.Code);
        Assert.Equal(bench, (string?)result.Json["bench"]);
        Assert.All(["cpu", "cores", "os", "runtime", "commit"], name => Assert.NotEqual("", result.Json["machine"]![name]!.ToString()));
        var measured = result.Json["figures"]!.AsArray();
        Assert.Equal(figures, measured.Select(figure => (string?)figure!["name"]));
        Assert.All(measured, figure =>
        {
            Assert.True(double.IsFinite((double)figure!["value"]!), $"{figure}");
            Assert.NotEqual("", (string?)figure["unit"]);
            Assert.Equal(figure["bound"] is null, figure["kept"] is null);
        });
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Bench_ForPeople_IsATableWithTheMachineUnderIt()
    {
        var result = await Rod.RunAsync("bench", "lifecycle", "--seconds", "0.07", "--in-flight", "2", "--folder", _folder.FullName);
        Assert.Equal(ExitCode.Fine, result.Code);
        Assert.Contains("rod bench lifecycle", result.Output, StringComparison.Ordinal);
        Assert.Contains("payment_p99", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{Environment.ProcessorCount} cores", result.Output, StringComparison.Ordinal);
        Assert.Contains("rounds: 7 of 7", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_OfOpenHolds_LoadsNoneAtTheStart()
    {
        var result = await Rod.RunAsync("bench", "recovery", "--holds", "30", "--events", "12", "--json", "--folder", _folder.FullName);
        var loaded = Figure(result.Json, "start_actors_loaded");
        Assert.Equal((0, true), ((double)loaded["value"]!, (bool)loaded["kept"]!));
        Assert.True((double)Figure(result.Json, "journal_size")["value"]! > 0);
        Assert.Contains("open holds: 30 of 30", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_RowsOfACommand_AreThoseOfItsDecision()
    {
        var result = await Rod.RunAsync("bench", "engine", "--seconds", "0.35", "--in-flight", "2", "--json", "--folder", _folder.FullName);
        // 36 rows for the 8 commands of a whole payment; some are under way when it ends.
        Assert.InRange((double)Figure(result.Json, "rows")["value"]!, 4, 5);
    }

    [Fact]
    public async Task Relay_OfSomeSessions_BringsMessagesToClientsOfAnotherProcess()
    {
        var result = await Rod.RunAsync("bench", "relay", "--sessions", "4", "--seconds", "0.1", "--json", "--folder", _folder.FullName);
        Assert.Equal(4, (double)Figure(result.Json, "sessions")["value"]!);
        Assert.True((double)Figure(result.Json, "messages")["value"]! > 0);
        Assert.True((double)Figure(result.Json, "message_p50")["value"]! > 0);
        Assert.Contains("sessions: 4 of 4", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Intercept_OfAllPhases_LetsStrangersGoAndHoldsClients()
    {
        var result = await Rod.RunAsync("bench", "intercept", "--seconds", "0.16", "--json", "--folder", _folder.FullName);
        // Each round has three phases with a stranger's HTLC at least, two with a payment of two parts, one with a burst.
        Assert.True((double)Figure(result.Json, "passed")["value"]! >= 4 * (3 + 100));
        Assert.True((double)Figure(result.Json, "held")["value"]! >= 4 * 2 * 2);
        Assert.InRange((double)Figure(result.Json, "pass_p50")["value"]!, 0.0001, (double)Figure(result.Json, "pass_max")["value"]!);
    }

    [Theory]
    [InlineData(150, 400, null)]
    [InlineData(151, 400, "151 sessions need 401 open files in each process, and this system allows 400. "
        + "Raise the limit (as root: ulimit -n 401), or take at most --sessions 150.")]
    [InlineData(2, 100, "2 sessions need 252 open files in each process, and this system allows 100. Raise the limit (as root: ulimit -n 252).")]
    public void Relay_LimitOfOpenFiles_IsToldWithWhatToDo(int sessions, int limit, string? refusal)
    {
        var table = $"Limit                     Soft Limit   Hard Limit   Units\nMax open files            64           {limit}          files\n";
        Assert.Equal(refusal, OpenFiles.Refuse(sessions, table));
    }

    [Theory, InlineData(""), InlineData("Max open files            unlimited            unlimited            files")]
    public void Relay_NoLimitOfOpenFiles_IsNoRefusal(string table) => Assert.Null(OpenFiles.Refuse(1_000_000, table));

    [Fact]
    public async Task Relay_ClientsWithoutARelay_SayWhatFailed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var node = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        var result = await Rod.RunAsync("open 2\n"u8.ToArray(), "bench", "relay-clients", $"127.0.0.1:{port}", node);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith("failed a session did not open: ", result.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData("engine"), InlineData("lifecycle"), InlineData("recovery"), InlineData("relay"), InlineData("intercept")]
    public async Task Bench_FolderThatIsAFile_IsAClearFailure(string bench)
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var result = await Rod.RunAsync("bench", bench, "--folder", file);
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.StartsWith($"rod bench {bench}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    private static JsonNode Figure(JsonObject report, string name) => report["figures"]!.AsArray().Single(figure => (string?)figure!["name"] == name)!;
}
