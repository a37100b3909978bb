using LightningRod.Wire.Cryptography;

namespace LightningRod.Cli.Tests.Keygen;

public sealed class KeygenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rod-keygen-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keygen_NoOptions_PrintsAKeyAndItsNodeId()
    {
        var result = await Rod.RunAsync("keygen");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        var lines = result.Output.TrimEnd().Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["secret_key", "node_id"], lines.Select(line => line[0]));
        Assert.Equal(NodeIdOf(lines[0][1]), lines[1][1]);
    }

    [Fact]
    public async Task Keygen_Json_PrintsOneObject()
    {
        var json = (await Rod.RunAsync("keygen", "--json")).Json;
        Assert.Equal(["node_id", "secret_key"], json.Select(member => member.Key));
        Assert.Equal(NodeIdOf(json["secret_key"]!.GetValue<string>()), json["node_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Keygen_Twice_MakesTwoKeys() =>
        Assert.NotEqual((await Rod.RunAsync("keygen", "--json")).Output, (await Rod.RunAsync("keygen", "--json")).Output);

    [Fact]
    public async Task Keygen_Out_WritesTheKeyForItsOwnerAloneAndDoesNotPrintIt()
    {
        var file = Path.Combine(_folder, "node.key");
        var result = await Rod.RunAsync("keygen", "--out", file, "--json");
        Assert.Equal(ExitCode.Fine, result.Code);
        var secret = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd('\n');
        Assert.Equal(64, secret.Length);
        Assert.Equal(["node_id", "file"], result.Json.Select(member => member.Key));
        Assert.Equal(NodeIdOf(secret), result.Json["node_id"]!.GetValue<string>());
        Assert.DoesNotContain(secret, result.Output, StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Keygen_OutToAnExistingFile_FailsAndLeavesIt()
    {
        var file = Path.Combine(_folder, "node.key");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);
        var result = await Rod.RunAsync("keygen", "--out", file);
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.Contains("exists already", result.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keygen_OutToNoFolder_FailsAndSaysWhere()
    {
        var file = Path.Combine(_folder, "no", "node.key");
        var result = await Rod.RunAsync("keygen", "--out", file);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
    }

    private static string NodeIdOf(string secret) => PrivateKey.FromHex(secret).PublicKey.ToString();
}
