namespace LightningRod.Cli.Tests;

public sealed class HelpTests
{
    [Theory, InlineData("--help"), InlineData("-h"), InlineData("-?")]
    public async Task Help_OfRod_NamesEachCommand(string option)
    {
        var result = await Rod.RunAsync(option);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.All(["decode", "keygen", "bench"], name => Assert.Matches($@"(?m)^  {name}\b", result.Output));
    }

    [Theory, InlineData("decode"), InlineData("keygen"), InlineData("bench")]
    public async Task Help_OfACommand_TellsItsOptions(string command)
    {
        var result = await Rod.RunAsync(command, "--help");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.Matches($@"(?m)^Usage:\s+\S+ {command} ", result.Output);
        Assert.Contains("Options:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wire", "--seconds", "--json")]
    [InlineData("engine", "--seconds", "--in-flight", "--folder", "--json")]
    [InlineData("lifecycle", "--seconds", "--in-flight", "--folder", "--json")]
    [InlineData("recovery", "--holds", "--events", "--in-flight", "--folder", "--json")]
    public async Task Help_OfABench_TellsItsOptions(string bench, params string[] options)
    {
        var result = await Rod.RunAsync("bench", bench, "--help");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.All(options, option => Assert.Matches($@"(?m)^  {option}\b", result.Output));
    }

    [Fact]
    public async Task Help_OfDecode_HasExamplesThatAreTrue()
    {
        var help = (await Rod.RunAsync("decode", "--help")).Output;
        Assert.Contains("Examples:", help, StringComparison.Ordinal);
        var examples = help.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("rod decode ", StringComparison.Ordinal) && !line.Contains("...", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1..]).Where(args => !args.Contains("-") && !args.Contains("<input>...")).ToList();
        Assert.True(examples.Count >= 2);
        foreach (var example in examples) Assert.Equal(ExitCode.Fine, (await Rod.RunAsync(example)).Code);
    }

    [Fact]
    public async Task Help_OfDecode_NamesEachKind()
    {
        var help = (await Rod.RunAsync("decode", "--help")).Output;
        Assert.All(Cli.Decode.Kinds.All, kind => Assert.Contains(kind.Name, help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_OfRod_IsANumber() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Rod.RunAsync("--version")).Output);
}
