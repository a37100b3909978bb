using System.CommandLine;
using LightningRod.Engine.Journal;
using LightningRod.Server;

namespace LightningRod.Cli.Bench;

/// <summary>Runs a bench in a folder of its own and prints its figures.</summary>
/// <param name="Name">The bench's name.</param>
/// <param name="Folder">The option that names the folder.</param>
/// <param name="Json">The option that asks for JSON.</param>
internal sealed record BenchRun(string Name, Option<DirectoryInfo?> Folder, Option<bool> Json)
{
    /// <summary>Measures and prints.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="measure">Measures; told where to write and where to tell how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>1 when it could not run, whatever the figures are.</returns>
    internal async Task<int> RunAsync(
        ParseResult parsed, Func<BenchFolder, TextWriter, Task<IReadOnlyList<Figure>>> measure, CancellationToken cancel)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            using var folder = BenchFolder.Make(parsed.GetValue(Folder));
            return Report.Print(Name, await measure(folder, error), parsed.GetValue(Json), output);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DllNotFoundException
            or JournalUnavailableException or JournalRefusedException or MemberStartException)
        {
            await error.WriteLineAsync($"rod bench {Name}: {failure.Message}");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await error.WriteLineAsync($"rod bench {Name}: stopped.");
        }

        return ExitCode.Failed;
    }
}
