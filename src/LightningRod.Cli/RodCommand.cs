using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LightningRod.Cli.Admin;
using LightningRod.Cli.Bench;
using LightningRod.Cli.Decode;
using LightningRod.Cli.Keygen;
using LightningRod.Cli.Serve;

namespace LightningRod.Cli;

/// <summary>The program <c>rod</c>: its commands, and what their outcome means for the exit code.</summary>
internal static class RodCommand
{
    // A token like @file would be replaced by the file's lines: no command here wants that, and an input may begin with anything.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="input">Opens the standard input, for commands that read it.</param>
    /// <param name="output">The standard output.</param>
    /// <param name="error">The standard error.</param>
    /// <param name="nodeKinds">Kinds of channel nodes that a member can connect with, besides the program's own; null for none.</param>
    /// <param name="cancel">Stops the command.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(
        string[] args, Func<Stream> input, TextWriter output, TextWriter error, NodeKinds? nodeKinds = null,
        CancellationToken cancel = default)
    {
        var parsed = Create(input, args, nodeKinds).Parse(args, Plain);
        // Who forgot what comes next wants the list; who mistyped an option wants to see the error.
        var refuse = parsed.Action as ParseErrorAction;
        // Guesses of what was meant would stand in the output, where programs read answers.
        if (refuse is not null) (refuse.ShowHelp, refuse.ShowTypoCorrections) = (parsed.CommandResult.Command.Subcommands.Count > 0, false);
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        if (parsed.CommandResult.Command is CommandWithExamples { StopsWithin: { } patience }) configuration.ProcessTerminationTimeout = patience;
        var code = await parsed.InvokeAsync(configuration, cancel).ConfigureAwait(false);
        if (refuse is null) return code;
        await error.WriteLineAsync($"See {NameOf(parsed.CommandResult)} --help.").ConfigureAwait(false);
        return ExitCode.WrongUsage;
    }

    private static string NameOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{NameOf(parent)} {command.Command.Name}" : "rod";

    private static RootCommand Create(Func<Stream> input, string[] args, NodeKinds? nodeKinds)
    {
        var root = new RootCommand("LightningRod: the back end of a Lightning Service Provider for asynchronous payments.")
        {
            // Its settings are many, and read off the server's types: only for whoever asks for them.
            ServeCommand.Create(withSettings: args.Contains(ServeCommand.Name), nodeKinds),
            StatusCommand.Create(),
            HoldsCommand.Create(),
            MailboxesCommand.Create(),
            QuarantineCommand.Create(),
            BackupCommand.Create(),
            DecodeCommand.Create(input),
            KeygenCommand.Create(),
            BenchCommand.Create(input),
        };
        HelpWithExamples.AddTo(root);
        return root;
    }
}
