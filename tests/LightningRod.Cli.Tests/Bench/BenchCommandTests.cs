using System.Text.Json.Nodes;

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

    [Theory, InlineData("engine"), InlineData("lifecycle"), InlineData("recovery")]
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
