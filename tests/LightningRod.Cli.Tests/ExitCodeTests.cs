namespace LightningRod.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("nope")]
    [InlineData("--nope")]
    [InlineData("keygen", "--nope")]
    [InlineData("keygen", "extra")]
    [InlineData("bench")]
    [InlineData("bench", "wire", "--seconds", "0")]
    [InlineData("bench", "wire", "--seconds", "many")]
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
        Assert.Contains("keygen", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MistypedOption_ShowsTheErrorAlone()
    {
        var result = await Rod.RunAsync("keygen", "--nope");
        Assert.Equal("", result.Output);
        Assert.Contains("--nope", result.Error, StringComparison.Ordinal);
    }
}
