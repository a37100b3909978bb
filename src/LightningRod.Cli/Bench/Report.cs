using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace LightningRod.Cli.Bench;

/// <summary>Figures with the machine and commit that they belong to.</summary>
/// <param name="Bench">Which bench.</param>
/// <param name="Machine">Where.</param>
/// <param name="Figures">What was measured.</param>
internal sealed record Report(string Bench, Machine Machine, IReadOnlyList<Figure> Figures)
{
    /// <summary>Prints figures for people or programs. A bound that is missed is told, and is no failure: figures depend on the machine.</summary>
    internal static int Print(string bench, IReadOnlyList<Figure> figures, bool json, TextWriter output)
    {
        var report = new Report(bench, Machine.This, figures);
        if (json)
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.Report));
        else
            report.PrintTable(output);
        return ExitCode.Fine;
    }

    private void PrintTable(TextWriter output)
    {
        var console = Terminal.On(output);
        var table = new Table().Title($"rod bench {Bench}").AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("unit").AddColumn("bound");
        foreach (var figure in Figures)
        {
            var bound = figure.Bound is null ? "" : $"{figure.Bound}: {(figure.Kept == true ? "[green]kept[/]" : "[red]missed[/]")}";
            table.AddRow(figure.Name, figure.Value.ToString(figure.Value < 100 ? "0.###" : "#,0", CultureInfo.InvariantCulture), figure.Unit, bound);
        }

        console.Write(table);
        console.MarkupLineInterpolated($"{Machine.Cpu}, {Machine.Cores} cores, {Machine.Os}, {Machine.Runtime}, {Machine.Commit}");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
