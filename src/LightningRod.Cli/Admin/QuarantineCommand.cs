using System.CommandLine;
using System.Text.Json;
using LightningRod.Server.Secrets;
using Spectre.Console;

namespace LightningRod.Cli.Admin;

/// <summary><c>rod quarantine</c>: the actors that were set aside because they failed.</summary>
internal static class QuarantineCommand
{
    private const int Width = 240;

    private const string ListExamples = """
        Examples:
          rod quarantine list
          rod quarantine list --json | jq -r '.[] | "\(.kind) \(.client) \(.key)"'
        """;

    private const string RetryExamples = """
        An actor that fails again is set aside again. Retry after the cause is gone: after an upgrade, mostly.

        Examples:
          rod quarantine retry payment 02eec7... 77cd...
          rod quarantine list --json | jq -r '.[] | "\(.kind) \(.client) \(.key)"' | xargs -L1 rod quarantine retry
        """;

    internal static Command Create() =>
        new("quarantine", "The actors that a running member has set aside because they failed.") { CreateList(), CreateRetry() };

    private static Command CreateList()
    {
        var json = AdminCommand.JsonOption("Print one JSON array.");
        return AdminCommand.Create("quarantine list", "Show the actors in quarantine, and why.", ListExamples, [json], async (parsed, options, cancel) =>
        {
            using var member = options.Connect(parsed, AdminScope.Read);
            var entries = await member.GetAsync("/v1/quarantine", cancel).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(entries.GetRawText()).ConfigureAwait(false);
            else Print(entries, output);
            return ExitCode.Fine;
        });
    }

    private static Command CreateRetry()
    {
        var kind = new Argument<string>("kind") { Description = "The kind of actor, for example payment." };
        var client = new Argument<string>("client") { Description = "Its client, in hexadecimal digits." };
        var key = new Argument<string>("key") { Description = "Its key, in hexadecimal digits." };
        return AdminCommand.Create("quarantine retry", "Let an actor run again.", RetryExamples, [kind, client, key], async (parsed, options, cancel) =>
        {
            var name = new Dictionary<string, string?>
            {
                ["kind"] = parsed.GetValue(kind), ["client"] = parsed.GetValue(client), ["key"] = parsed.GetValue(key),
            };
            using var member = options.Connect(parsed, AdminScope.Write);
            await member.PostAsync("/v1/quarantine/retry", JsonSerializer.Serialize(name, RequestJson.Default.DictionaryStringString), cancel)
                .ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{parsed.GetValue(kind)} runs again").ConfigureAwait(false);
            return ExitCode.Fine;
        });
    }

    private static void Print(JsonElement entries, TextWriter output)
    {
        string[] columns = ["kind", "client", "key", "category", "detail", "at"];
        var table = new Table().AddColumns(columns);
        foreach (var entry in entries.EnumerateArray())
            table.AddRow([.. columns.Select(column => Markup.Escape(entry.GetProperty(column).ToString()))]);
        Terminal.On(output, Width).Write(table);
        output.WriteLine($"{table.Rows.Count} in quarantine.");
    }
}
