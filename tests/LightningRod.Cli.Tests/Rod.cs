using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace LightningRod.Cli.Tests;

/// <summary>What came of one run of <c>rod</c>.</summary>
internal sealed record RodResult(int Code, string Output, string Error)
{
    /// <summary>The output as one JSON object.</summary>
    internal JsonObject Json => JsonNode.Parse(Output)!.AsObject();
}

/// <summary>Runs <c>rod</c>.</summary>
internal static class Rod
{
    /// <summary>Runs a command line in this process.</summary>
    internal static Task<RodResult> RunAsync(params string[] args) => RunAsync([], args);

    /// <summary>Runs a command line in this process, with a standard input.</summary>
    internal static async Task<RodResult> RunAsync(byte[] input, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var code = await RodCommand.RunAsync(args, () => new MemoryStream(input), output, error, cancel: TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program itself, with a standard input that ends.</summary>
    internal static Task<RodResult> StartAsync(string input, params string[] args) => StartAsync(input, "C.UTF-8", args);

    /// <summary>Runs the program itself in a locale.</summary>
    internal static async Task<RodResult> StartAsync(string input, string locale, string[] args)
    {
        var cancel = TestContext.Current.CancellationToken;
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rod.exe" : "rod");
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = locale;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancel);
        return new(process.ExitCode, await output, await error);
    }
}
