using System.Text.Json.Nodes;

namespace LightningRod.Cli.Tests.Serve;

/// <summary>Settings on the command line, and the check of them.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("rod-check-").FullName;

    private string Folder => Path.Combine(_place, "data");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Check_FreshPlace_IsFineAndMakesNothing()
    {
        var result = await CheckAsync("--json");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.True((bool?)result.Json["fine"]);
        Assert.Equal(
            ["data folder", "node key", "install secret", "admin tokens", "relay", "admin endpoints"],
            result.Json["checks"]!.AsArray().Select(check => (string?)check!["name"]));
        Assert.Empty(Directory.GetFileSystemEntries(_place));
    }

    [Fact]
    public async Task Check_ForPeople_IsATable()
    {
        var result = await CheckAsync();
        Assert.Equal(ExitCode.Fine, result.Code);
        Assert.Contains("node key", result.Output, StringComparison.Ordinal);
        Assert.Contains("fine", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WrongKeyFile_Is1AndNamesIt()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "node.key"), "none", TestContext.Current.CancellationToken);
        var result = await CheckAsync("--json");
        Assert.Equal(ExitCode.Failed, result.Code);
        var wrong = Assert.Single(result.Json["checks"]!.AsArray(), check => !(bool)check!["fine"]!);
        Assert.Contains("node.key is no key file", (string?)wrong!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_KeyOfKeygen_IsRead()
    {
        Directory.CreateDirectory(Folder);
        var made = await Rod.RunAsync("keygen", "--json", "--out", Path.Combine(Folder, "node.key"));
        var result = await CheckAsync("--json");
        Assert.Contains((string)made.Json["node_id"]!, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WrongSettingInAFile_Is1AndNamesKeyAndFile()
    {
        var file = Path.Combine(_place, "rod.json");
        await File.WriteAllTextAsync(file, """{ "Relay": { "Prot": 1 } }""", TestContext.Current.CancellationToken);
        var result = await CheckAsync("--config", file);
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.Contains($"rod serve: Relay:Prot ({file}): there is no such setting; the nearest is Relay:Port\n", result.Error, StringComparison.Ordinal);
        var json = await CheckAsync("--config", file, "--json");
        Assert.Equal(ExitCode.Failed, json.Code);
        Assert.False((bool?)json.Json["fine"]);
    }

    [Fact]
    public async Task Check_Flags_ReachTheSettings()
    {
        var result = await CheckAsync(
            "--json", "--relay-listen", "127.0.0.1", "--relay-listen", "::1", "--node", "a,kind=none,address=x=y",
            "--log-json", "--wake-ups-webhook-allow-plain-http-to-loopback", "true");
        var checks = result.Json["checks"]!.AsArray();
        Assert.Equal(["127.0.0.1, any free port", "::1, any free port"], checks.Where(check => Named("relay")(check)).Select(check => (string?)check!["detail"]));
        Assert.Equal("kind none is not known to this program", (string?)Assert.Single(checks, Named("channel node a"))!["detail"]);
        Assert.Equal(ExitCode.Failed, result.Code);

        static Predicate<JsonNode?> Named(string name) => check => (string?)check!["name"] == name;
    }

    private Task<RodResult> CheckAsync(params string[] more) =>
        Rod.RunAsync(["serve", "--check", "--data-folder", Folder, "--admin-port", "0", "--relay-port", "0", .. more]);
}
