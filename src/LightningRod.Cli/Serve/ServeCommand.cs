using System.CommandLine;

namespace LightningRod.Cli.Serve;

/// <summary><c>rod serve</c>: runs a member.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";

    // Above the longest stop that can be asked for (StopTimeout).
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(6);

    private const string Description =
        "Run a member of the LSP: relay, mailboxes, holds and wake-ups over one folder. It ends on SIGTERM or Ctrl-C.";

    private const string Examples = """
        Settings come from a JSON file, the environment and flags; each overrules the ones before it. A setting is Relay:Port in words,
        { "Relay": { "Port": 9735 } } in the file, LIGHTNINGROD__RELAY__PORT in the environment, and --relay-port as a flag. Lists are given by
        repeating the flag, and take the place of the file's list. docs/configuration.md has all of them.

        The standard output has one line when the member runs, and with --steps a JSON object for each step of a payment; the log goes to the
        standard error.

        Examples:
          rod serve                                             folder ./data, ports 9735 and 9736
          rod serve --config /etc/lightningrod.json --log-json
          rod serve --data-folder /var/lib/rod --relay-announce lsp.example:9735
          rod serve --check                                     looks at settings, key files, folder and ports, and starts nothing

        Exit code: 0 it ran and was stopped, or all checks are fine; 1 it cannot start, or a check is not fine; 2 wrong usage.
        """;

    /// <summary>Makes the command.</summary>
    /// <param name="withSettings">Whether it takes a flag for each setting.</param>
    /// <param name="nodeKinds">Kinds of channel nodes that the member can connect with; null for none.</param>
    internal static Command Create(bool withSettings, NodeKinds? nodeKinds)
    {
        var config = new Option<FileInfo?>("--config")
        {
            Description = "Read settings from this JSON file, rather than from ./lightningrod.json if that is there.", HelpName = "file",
        };
        var check = new Option<bool>("--check") { Description = "Look whether a member could start with these settings, and start nothing." };
        var json = new Option<bool>("--json") { Description = "With --check: print one JSON object." };
        var steps = new Option<bool>("--steps") { Description = "Print each step of a payment or message as a JSON object in a line." };
        var nodes = new Option<string[]>("--node")
        {
            Description = "A channel node: its name, kind=KIND, and the settings of its kind as KEY=VALUE, with commas between.",
            HelpName = "name,kind=KIND,KEY=VALUE...",
        };
        var command = new CommandWithExamples(Name, Description, Examples) { StopsWithin = LongestStop };
        foreach (var option in (Option[])[config, check, json, steps, nodes]) command.Add(option);
        var settings = withSettings ? SettingFlags.AddTo(command, nodes) : null;
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && !result.GetValue(check)) result.AddError("--json goes with --check.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var run = new ServeRun(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, nodeKinds?.Invoke() ?? []);
            return run.RunAsync(
                parsed.GetValue(config), settings!.Given(parsed), parsed.GetValue(check), parsed.GetValue(json), parsed.GetValue(steps), cancel);
        });
        return command;
    }
}
