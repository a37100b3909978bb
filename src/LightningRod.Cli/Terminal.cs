using Spectre.Console;

namespace LightningRod.Cli;

/// <summary>Tables and trees on a terminal in colour and at its width, elsewhere plain and wide enough for a log.</summary>
internal static class Terminal
{
    private const int WidthOfLogs = 140;

    /// <summary>A console over a writer.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="widthOfLogs">Characters of a line where the output is no terminal.</param>
    internal static IAnsiConsole On(TextWriter output, int widthOfLogs = WidthOfLogs)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal) console.Profile.Width = widthOfLogs;
        console.Profile.Capabilities.Unicode = output.Encoding.WebName is "utf-8" or "utf-16";
        return console;
    }
}
