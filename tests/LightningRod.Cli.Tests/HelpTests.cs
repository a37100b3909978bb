using LightningRod.Server.Settings;

namespace LightningRod.Cli.Tests;

public sealed class HelpTests
{
    [Theory, InlineData("--help"), InlineData("-h"), InlineData("-?")]
    public async Task Help_OfRod_NamesEachCommand(string option)
    {
        var result = await Rod.RunAsync(option);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        string[] commands = ["serve", "status", "holds", "mailboxes", "quarantine", "backup", "decode", "keygen", "bench"];
        Assert.All(commands, name => Assert.Matches($@"(?m)^  {name}\b", result.Output));
    }

    [Theory, InlineData("decode"), InlineData("keygen"), InlineData("bench"), InlineData("serve"), InlineData("status"), InlineData("holds")]
    [InlineData("mailboxes"), InlineData("backup"), InlineData("quarantine list"), InlineData("quarantine retry")]
    public async Task Help_OfACommand_TellsItsOptions(string command)
    {
        var result = await Rod.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.Matches($@"(?m)^Usage:\s+\S+ {command} ", result.Output);
        Assert.Contains("Options:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wire", "--seconds", "--json")]
    [InlineData("engine", "--seconds", "--in-flight", "--folder", "--json")]
    [InlineData("lifecycle", "--seconds", "--in-flight", "--folder", "--json")]
    [InlineData("recovery", "--holds", "--events", "--in-flight", "--folder", "--json")]
    [InlineData("relay", "--sessions", "--seconds", "--in-flight", "--folder", "--json")]
    [InlineData("intercept", "--seconds", "--folder", "--json")]
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
    public async Task Help_OfServe_NamesEachSettingWithItsDefault()
    {
        var help = (await Rod.RunAsync("serve", "--help")).Output;
        foreach (var setting in SettingTable.All.Where(setting => !setting.Key.Contains(SettingTable.Item, StringComparison.Ordinal)))
        {
            var line = Assert.Single(help.Split('\n'), line => line.TrimStart().StartsWith($"{setting.Flag} ", StringComparison.Ordinal));
            Assert.Contains(setting.Description, line, StringComparison.Ordinal);
            if (setting.Default.Length > 0) Assert.Contains($"[default: {setting.Default}]", line, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("serve"), InlineData("status"), InlineData("holds"), InlineData("mailboxes"), InlineData("backup")]
    [InlineData("quarantine list"), InlineData("quarantine retry")]
    public async Task Help_OfAMembersCommand_HasExamplesThatAreUnderstood(string command)
    {
        var help = (await Rod.RunAsync([.. command.Split(' '), "--help"])).Output;
        var examples = help[help.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith($"rod {command}", StringComparison.Ordinal)).Select(line => line.Split(" | ")[0].Split("   ")[0]).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            // With --help behind it, a command line is parsed and not run.
            var result = await Rod.RunAsync([.. example.Split(' ')[1..], "--help"]);
            Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        }
    }

    [Fact]
    public async Task Version_OfRod_IsANumber() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Rod.RunAsync("--version")).Output);
}
