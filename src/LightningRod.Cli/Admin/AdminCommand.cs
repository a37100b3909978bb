using System.CommandLine;

namespace LightningRod.Cli.Admin;

/// <summary>Makes commands that ask a running member.</summary>
internal static class AdminCommand
{
    /// <summary>Makes a command whose failure is told in one line.</summary>
    /// <param name="name">Its name, with its parent's.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">What stands under its help.</param>
    /// <param name="parts">Its arguments and options, without those of <see cref="AdminOptions"/>.</param>
    /// <param name="run">Runs it.</param>
    internal static Command Create(
        string name,
        string description,
        string examples,
        IEnumerable<Symbol> parts,
        Func<ParseResult, AdminOptions, CancellationToken, Task<int>> run)
    {
        var command = new CommandWithExamples(name.Split(' ')[^1], description, examples);
        foreach (var part in parts)
        {
            if (part is Argument argument) command.Add(argument);
            else command.Add((Option)part);
        }

        var options = new AdminOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return await run(parsed, options, cancel).ConfigureAwait(false);
            }
            catch (AdminException failure)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"rod {name}: {failure.Message}").ConfigureAwait(false);
                return ExitCode.Failed;
            }
        });
        return command;
    }

    internal static Option<bool> JsonOption(string description) => new("--json") { Description = description };
}
