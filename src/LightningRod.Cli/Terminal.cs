using Spectre.Console;

namespace LightningRod.Cli;

/// <summary>Tables and trees on a terminal in colour and at its width, elsewhere plain and wide enough for a log.</summary>
internal static class Terminal
{
    private const int WidthOfLogs = 140;

    internal static IAnsiConsole On(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = WidthOfLogs;
        return console;
    }
}
