using System.CommandLine;
using LightningRod.Server.Secrets;
using Spectre.Console;

namespace LightningRod.Cli.Admin;

/// <summary><c>rod status</c>: how a running member is.</summary>
internal static class StatusCommand
{
    private const string Examples = """
        Examples:
          rod status
          rod status --json | jq .actors_in_quarantine
          rod status --admin http://127.0.0.1:9736 --token-file /var/lib/rod/admin.token
        """;

    internal static Command Create()
    {
        var json = AdminCommand.JsonOption("Print one JSON object.");
        const string Description = "Show how a running member is: engine, storage, height, quarantine.";
        return AdminCommand.Create("status", Description, Examples, [json], async (parsed, options, cancel) =>
        {
            using var member = options.Connect(parsed, AdminScope.Read);
            var status = await member.GetAsync("/v1/status", cancel).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(status.GetRawText()).ConfigureAwait(false);
                return ExitCode.Fine;
            }

            var table = new Table().HideHeaders().AddColumn("").AddColumn("");
            foreach (var row in status.EnumerateObject())
                table.AddRow(Markup.Escape(row.Name.Replace('_', ' ')), Markup.Escape(row.Value.ToString()));
            Terminal.On(output).Write(table);
            return ExitCode.Fine;
        });
    }
}
