using System.Text.Json.Nodes;
using LightningRod.Cli.Tests.Serve;

namespace LightningRod.Cli.Tests.Admin;

/// <summary>Commands that ask a running member.</summary>
public sealed class AdminCommandTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("rod-admin-").FullName;
    private MemberProcess? _member;

    private string Folder => Path.Combine(_place, "data");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_member is not null) await _member.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task Status_OfARunningMember_IsShown()
    {
        await StartAsync();
        var json = await AskAsync("status", "--json");
        Assert.Equal((string?)_member!.Ready["node_id"], (string?)json.Json["node_id"]);
        var table = await AskAsync("status");
        Assert.Contains((string)_member.Ready["node_id"]!, table.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (json.Code, table.Code));
    }

    [Theory]
    [InlineData("0 in all.", "holds")]
    [InlineData("0 in all.", "mailboxes", "--all", "--limit", "5")]
    [InlineData("0 in quarantine.", "quarantine", "list")]
    public async Task List_OfAnEmptyMember_IsEmpty(string last, params string[] command)
    {
        await StartAsync();
        var result = await AskAsync(command);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.EndsWith($"{last}\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rod quarantine retry: The actor is not in quarantine.\n", "quarantine", "retry", "payment", "02", "01")]
    [InlineData("rod quarantine retry: The request is wrong: kind, client and key are needed", "quarantine", "retry", "payment", "xx", "01")]
    [InlineData("rod holds: The request is wrong: client must be", "holds", "--client", "me")]
    public async Task Ask_WhatIsRefused_Is1WithOneLine(string line, params string[] command)
    {
        await StartAsync();
        var result = await AskAsync(command);
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.StartsWith(line, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WithAnotherToken_Is1()
    {
        await StartAsync();
        var file = Path.Combine(_place, "other.token");
        await File.WriteAllTextAsync(file, "write " + new string('x', 64), TestContext.Current.CancellationToken);
        var result = await Rod.RunAsync("status", "--admin", _member!.Admin, "--token-file", file);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith("rod status: A token is needed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status"), InlineData("holds"), InlineData("mailboxes"), InlineData("quarantine", "list"), InlineData("quarantine", "retry", "a", "02", "03")]
    public async Task Ask_NoMember_Is1AndSaysSo(params string[] command)
    {
        await StartAsync();
        await _member!.EndAsync("KILL");
        var result = await AskAsync(command);
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.Contains($"No member answers at {_member.Admin}/", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NoTokenFile_Is1AndNamesIt()
    {
        var result = await Rod.RunAsync("status", "--config", await ConfigAsync());
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(Path.Combine(Folder, "admin.token"), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OfARunningMember_IsWritten()
    {
        await StartAsync();
        var copy = Path.Combine(_place, "copy.db");
        var result = await AskAsync("backup", copy);
        Assert.Equal((ExitCode.Fine, $"{copy}: {new FileInfo(copy).Length} bytes, checked\n"), (result.Code, result.Output));
        var again = await AskAsync("backup", copy);
        Assert.Equal(ExitCode.Failed, again.Code);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        var lines = (await AskAsync("backup", copy + "2", "--json")).Output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.True((bool?)lines[^1]["done"]);
    }

    [Fact]
    public async Task Backup_OfAStoppedMember_IsWrittenOffline()
    {
        await StartAsync();
        var config = await ConfigAsync();
        var copy = Path.Combine(_place, "copy.db");
        var running = await Rod.RunAsync("backup", copy, "--config", config);
        Assert.Equal(ExitCode.Failed, running.Code);
        Assert.Contains("in use by process", running.Error, StringComparison.Ordinal);
        await _member!.EndAsync("KILL");
        var result = await Rod.RunAsync("backup", copy, "--config", config);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.True(new FileInfo(copy).Length > 0);
    }

    private async Task StartAsync() => _member = await MemberProcess.StartAsync(Folder);

    private Task<RodResult> AskAsync(params string[] command) =>
        Rod.RunAsync([.. command, "--admin", _member!.Admin, "--token-file", Path.Combine(Folder, "admin.token")]);

    /// <summary>Settings of a member on this folder, at a port where nobody listens.</summary>
    private async Task<string> ConfigAsync()
    {
        var file = Path.Combine(_place, "rod.json");
        await File.WriteAllTextAsync(file, $$"""{ "DataFolder": "{{Folder}}", "Admin": { "Port": 1 } }""", TestContext.Current.CancellationToken);
        return file;
    }
}
