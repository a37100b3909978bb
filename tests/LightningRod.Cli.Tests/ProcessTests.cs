namespace LightningRod.Cli.Tests;

/// <summary>The program itself: what a shell sees.</summary>
public sealed class ProcessTests
{
    private const string Offer = "lno1zcss9mk8y3wkklfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese";

    [Fact]
    public async Task Rod_Decode_PrintsWhatTheCommandPrints()
    {
        var started = await Rod.StartAsync("", "decode", Offer);
        var called = await Rod.RunAsync("decode", Offer);
        Assert.Equal((called.Code, called.Output, called.Error), (started.Code, started.Output.ReplaceLineEndings("\n"), started.Error));
    }

    [Fact]
    public async Task Rod_DecodeOfItems_ReadsTheStandardInput()
    {
        var result = await Rod.StartAsync($"{Offer}\nhello\n", "decode", "-", "--json");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal(2, result.Output.TrimEnd().Split('\n').Length);
        Assert.StartsWith("rod decode: line 2: not recognised", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Fine, "--help")]
    [InlineData(ExitCode.Fine, "decode", "--help")]
    [InlineData(ExitCode.Fine, "keygen")]
    [InlineData(ExitCode.Failed, "decode", "lno1pg")]
    [InlineData(ExitCode.Failed, "decode", "@file")]
    [InlineData(ExitCode.WrongUsage)]
    [InlineData(ExitCode.WrongUsage, "decode", "--nope")]
    public async Task Rod_CommandLine_EndsWithItsCode(int code, params string[] args)
    {
        var result = await Rod.StartAsync("", args);
        Assert.Equal(code, result.Code);
        Assert.DoesNotContain("Exception", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Equal(code == ExitCode.Fine, result.Error.Length == 0);
    }

    [Fact]
    public async Task Rod_LocaleWithoutUnicode_DrawsTheTreeInAscii()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Locales of this kind are those of Unix.");
        var result = await Rod.StartAsync("", "en_US.ISO-8859-1", ["decode", "0101aa"]);
        Assert.Equal("tlv\n`-- records\n    `-- 1: aa\n", result.Output);
    }
}
