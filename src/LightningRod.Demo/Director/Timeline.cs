using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace LightningRod.Demo.Director;

/// <summary>Prints the play: a table that grows for people, or a JSON object per line.</summary>
/// <param name="output">Where to.</param>
/// <param name="json">Whether for programs.</param>
/// <param name="payments">Payments; of more than one people see a bar instead of each step.</param>
internal sealed class Timeline(TextWriter output, bool json, int payments)
{
    private const int Width = 160;

    private int _shown = -1;

    private readonly IAnsiConsole _console = Console(output);

    private static readonly Dictionary<string, string> Colours = new()
    {
        [Cast.Payer] = "green", [Cast.Payee] = "magenta1", [Cast.LspA] = "deepskyblue1", [Cast.LspB] = "orange1", [Cast.Stranger] = "red",
    };

    /// <summary>The head of the table.</summary>
    internal void Begin()
    {
        if (!json && payments == 1) output.WriteLine($"{"time",8}  {"height",-6}  {"who",-8}  {"what",-58}  amount");
    }

    /// <summary>A line.</summary>
    /// <param name="step">What happened.</param>
    /// <param name="done">Payments of which the payer knows the end by now.</param>
    internal void Add(TimelineStep step, int done)
    {
        if (json) AddJson(step);
        else if (payments == 1) AddText(step);
        else AddBar(step, done);
    }

    /// <summary>The end.</summary>
    internal void End(Verdict verdict)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(verdict, DemoJson.Options));
            return;
        }

        output.WriteLine();
        foreach (var line in verdict.Lines()) output.WriteLine(line);
    }

    private static IAnsiConsole Console(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!isTerminal) console.Profile.Width = Width;
        return console;
    }

    private void AddJson(TimelineStep step) => output.WriteLine(JsonSerializer.Serialize(
        new LineOfJson(Math.Round(step.At.TotalSeconds, 3), step.Who, step.Step, step.Height, step.AmountMsat, step.Peer, step.Detail), DemoJson.Options));

    /// <summary>A bar that grows; who comes and goes stands beside it.</summary>
    private void AddBar(TimelineStep step, int done)
    {
        const int Length = 40;
        var isNews = done != _shown || step.Step is "comes_online" or "goes_offline" or "phone_woken" or "killed" or "started_again";
        if (!isNews) return;
        _shown = done;
        var filled = Length * done / payments;
        var words = step.Step is "payment_outcome" ? "paid" : Steps.WordsOf(step);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{step.At.TotalSeconds,7:F2}s  [{new string('#', filled)}{new string('.', Length - filled)}] {done,3} of {payments}  {step.Who} {words}"));
    }

    private void AddText(TimelineStep step)
    {
        if (Steps.WordsOf(step) is not { } what) return;
        if (what.Length > 58) what = what[..57] + "…";
        var amount = step.AmountMsat is { } msat ? string.Create(CultureInfo.InvariantCulture, $"{msat:N0} msat") : "";
        var time = string.Create(CultureInfo.InvariantCulture, $"{step.At.TotalSeconds,7:F2}s");
        var who = Markup.Escape($"{step.Who,-8}");
        if (Colours.TryGetValue(step.Who, out var colour)) who = $"[{colour}]{who}[/]";
        _console.MarkupLine($"{time}  {step.Height?.ToString(CultureInfo.InvariantCulture) ?? "",-6}  {who}  {Markup.Escape($"{what,-58}")}  {amount}".TrimEnd());
    }

    private sealed record LineOfJson(double T, string Who, string Step, uint? Height, ulong? AmountMsat, string? Peer, string? Detail);
}
