namespace LightningRod.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("nope")]
    [InlineData("--nope")]
    [InlineData("keygen", "--nope")]
    [InlineData("keygen", "extra")]
    [InlineData("decode")]
    [InlineData("decode", "--as", "nope", "00")]
    [InlineData("decode", "--as")]
    [InlineData("decode", "--nope", "00")]
    [InlineData("decode", "--key-file", "", "00")]
    [InlineData("decode", "-", "00")]
    [InlineData("bench")]
    [InlineData("bench", "wire", "--seconds", "0")]
    [InlineData("bench", "wire", "--seconds", "many")]
    [InlineData("bench", "engine", "--seconds", "0")]
    [InlineData("bench", "engine", "--seconds", "NaN")]
    [InlineData("bench", "engine", "--in-flight", "0")]
    [InlineData("bench", "engine", "--in-flight", "4097")]
    [InlineData("bench", "engine", "--holds", "1")]
    [InlineData("bench", "lifecycle", "--in-flight", "1.5")]
    [InlineData("bench", "recovery", "--holds", "0")]
    [InlineData("bench", "recovery", "--holds", "-1")]
    [InlineData("bench", "recovery", "--holds", "10000001")]
    [InlineData("bench", "recovery", "--events", "many")]
    [InlineData("bench", "recovery", "--folder")]
    [InlineData("serve", "--nope")]
    [InlineData("serve", "extra")]
    [InlineData("serve", "--json")]
    [InlineData("serve", "--relay-port")]
    [InlineData("serve", "--relay-port", "70000")]
    [InlineData("serve", "--network", "mainnet", "--check")]
    [InlineData("serve", "--node", "a")]
    [InlineData("serve", "--node", "a,kind=B")]
    [InlineData("status", "--admin", "localhost")]
    [InlineData("holds", "--limit", "0")]
    [InlineData("backup")]
    [InlineData("quarantine")]
    [InlineData("quarantine", "retry", "payment", "02")]
    public async Task Run_WrongUsage_Is2AndSaysWhereHelpIs(params string[] args)
    {
        var result = await Rod.RunAsync(args);
        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Matches(@"See rod[a-z ]* --help\.", result.Error);
    }

    [Fact]
    public async Task Run_NoCommand_ShowsTheCommands()
    {
        var result = await Rod.RunAsync();
        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("decode", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MistypedOption_ShowsTheErrorAlone()
    {
        var result = await Rod.RunAsync("decode", "--nope", "00");
        Assert.Equal("", result.Output);
        Assert.Contains("--nope", result.Error, StringComparison.Ordinal);
    }
}
