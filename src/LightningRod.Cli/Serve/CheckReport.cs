using System.Text.Json;
using System.Text.Json.Serialization;
using LightningRod.Server.Checks;
using Spectre.Console;

namespace LightningRod.Cli.Serve;

/// <summary>What <c>rod serve --check</c> found.</summary>
internal sealed record CheckReport(bool Fine, IReadOnlyList<CheckReport.Row> Checks)
{
    /// <summary>Prints results for people or programs; the exit code says whether a member could start.</summary>
    internal static int Print(IReadOnlyList<CheckResult> results, bool json, TextWriter output)
    {
        var fine = results.All(result => result.IsFine);
        if (json)
        {
            var report = new CheckReport(fine, [.. results.Select(result => new Row(result.Name, result.IsFine, result.Detail))]);
            output.WriteLine(JsonSerializer.Serialize(report, CheckReportJson.Default.CheckReport));
        }
        else
        {
            var table = new Table().AddColumn("check").AddColumn("").AddColumn("found");
            foreach (var result in results)
                table.AddRow(Markup.Escape(result.Name), result.IsFine ? "[green]fine[/]" : "[red]wrong[/]", Markup.Escape(result.Detail));
            Terminal.On(output).Write(table);
        }

        return fine ? ExitCode.Fine : ExitCode.Failed;
    }

    internal sealed record Row(string Name, bool Fine, string Detail);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CheckReportJson : JsonSerializerContext;
