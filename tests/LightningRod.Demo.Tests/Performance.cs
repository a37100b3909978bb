using System.Diagnostics;
using System.Text.Json;

namespace LightningRod.Demo.Tests;

/// <summary>One play by real processes; what it printed, line by line.</summary>
internal sealed record Performance(int ExitCode, IReadOnlyList<JsonElement> Lines, string Error)
{
    internal JsonElement Result => Lines.Single(static line => line.GetProperty("step").GetString() == "result");

    internal IEnumerable<string> StepsOf(string who) =>
        Lines.Where(line => line.TryGetProperty("who", out var name) && name.GetString() == who).Select(static line => line.GetProperty("step").GetString()!);

    /// <summary>Plays.</summary>
    internal static async Task<Performance> PlayAsync(params string[] options)
    {
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[typeof(DemoCommand).Assembly.Location, "--json", "--timeout", "170", .. options]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancel);
        List<JsonElement> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancel) is { } line) lines.Add(JsonElement.Parse(line));
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new(process.ExitCode, lines, await error);
    }

    /// <summary>Fails with all that is wrong, and with what happened last.</summary>
    internal void AssertRight()
    {
        if (ExitCode == 0) return;
        var wrong = Lines.Count > 0 && Lines[^1].TryGetProperty("wrong", out var faults) ? faults.ToString() : "no result";
        Assert.Fail($"exit code {ExitCode}: {wrong} {Error}\n{string.Join('\n', Lines.TakeLast(60))}");
    }
}
