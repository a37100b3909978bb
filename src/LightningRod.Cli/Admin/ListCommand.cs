using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LightningRod.Server.Secrets;
using Spectre.Console;

namespace LightningRod.Cli.Admin;

/// <summary>Makes commands that show a list of a member's journal.</summary>
internal static class ListCommand
{
    // Node ids and keys are not cut: they are there to be copied.
    private const int Width = 240;

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name, which is the endpoint's too.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">What stands under its help.</param>
    /// <param name="columns">Members of a row that the table shows.</param>
    internal static Command Create(string name, string description, string examples, string[] columns)
    {
        var client = new Option<string?>("--client") { Description = "Only those of this client.", HelpName = "node id" };
        var all = new Option<bool>("--all") { Description = "Also those that are over." };
        var limit = new Option<int>("--limit")
        {
            Description = "How many at most, 1 to 1,000,000.", DefaultValueFactory = _ => 1000, HelpName = "number",
        };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000) result.AddError("--limit takes a number from 1 to 1000000.");
        });
        var json = AdminCommand.JsonOption("Print one JSON object a line.");
        return AdminCommand.Create(name, description, examples, [client, all, limit, json], async (parsed, options, cancel) =>
        {
            var query = string.Create(
                CultureInfo.InvariantCulture, $"?all={(parsed.GetValue(all) ? "true" : "false")}&limit={parsed.GetValue(limit)}");
            if (parsed.GetValue(client) is { } one) query += $"&client={Uri.EscapeDataString(one)}";
            using var member = options.Connect(parsed, AdminScope.Read);
            var lines = member.GetLinesAsync($"/v1/{name}{query}", cancel);
            var output = parsed.InvocationConfiguration.Output;
            await (parsed.GetValue(json) ? PrintLinesAsync(lines, output) : PrintTableAsync(lines, columns, output)).ConfigureAwait(false);
            return ExitCode.Fine;
        });
    }

    private static async Task PrintLinesAsync(IAsyncEnumerable<string> lines, TextWriter output)
    {
        await foreach (var line in lines.ConfigureAwait(false)) await output.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static async Task PrintTableAsync(IAsyncEnumerable<string> lines, string[] columns, TextWriter output)
    {
        var table = new Table();
        foreach (var column in columns) table.AddColumn(column.Replace('_', ' '));
        var isCut = false;
        await foreach (var line in lines.ConfigureAwait(false))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.TryGetProperty("more", out _)) isCut = true;
            else table.AddRow([.. columns.Select(column => Markup.Escape(ValueOf(row.RootElement, column)))]);
        }

        Terminal.On(output, Width).Write(table);
        await output.WriteLineAsync(isCut ? $"{table.Rows.Count} shown, and there are more: see --limit." : $"{table.Rows.Count} in all.")
            .ConfigureAwait(false);
    }

    private static string ValueOf(JsonElement row, string column)
    {
        // A member of the details where the row itself has none of the name.
        if (!row.TryGetProperty(column, out var value) && !(row.TryGetProperty("details", out var details) && details.TryGetProperty(column, out value)))
            return "";
        return value.ToString();
    }
}
