using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LightningRod.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">The command's name.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">What stands under the usual help, lines without indentation.</param>
internal sealed class CommandWithExamples(string name, string description, string examples) : Command(name, description)
{
    internal string Examples { get; } = examples;

    /// <summary>How long the command may go on after a signal that ends the program; null for a short while.</summary>
    internal TimeSpan? StopsWithin { get; init; }
}

/// <summary>The usual help, and the examples of a <see cref="CommandWithExamples"/> under it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _usual;

    private HelpWithExamples(HelpAction usual) => _usual = usual;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not CommandWithExamples command) return code;
        var output = parseResult.InvocationConfiguration.Output;
        foreach (var line in command.Examples.Split('\n')) output.WriteLine(line.TrimEnd('\r'));
        return code;
    }

    internal static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction usual) help.Action = new HelpWithExamples(usual);
        }
    }
}
