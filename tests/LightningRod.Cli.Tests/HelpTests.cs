namespace LightningRod.Cli.Tests;

public sealed class HelpTests
{
    [Theory, InlineData("--help"), InlineData("-h"), InlineData("-?")]
    public async Task Help_OfRod_NamesEachCommand(string option)
    {
        var result = await Rod.RunAsync(option);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.All(["keygen", "bench"], name => Assert.Matches($@"(?m)^  {name}\b", result.Output));
    }

    [Theory, InlineData("keygen"), InlineData("bench")]
    public async Task Help_OfACommand_TellsItsOptions(string command)
    {
        var result = await Rod.RunAsync(command, "--help");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.Matches($@"(?m)^Usage:\s+\S+ {command} ", result.Output);
        Assert.Contains("Options:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_OfRod_IsANumber() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Rod.RunAsync("--version")).Output);
}
