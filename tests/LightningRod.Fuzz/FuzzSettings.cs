using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace LightningRod.Fuzz;

/// <summary>
/// <c>ROD_FUZZ_SECONDS</c>: time for all targets together, default 60. <c>ROD_FUZZ_SEED</c>: repeats a run; without it each run takes a new seed and
/// prints it.
/// </summary>
internal static class FuzzSettings
{
    internal static TimeSpan Time { get; } = TimeSpan.FromSeconds(Number("ROD_FUZZ_SECONDS", double.Parse, 60));

    internal static ulong Seed { get; } = Number("ROD_FUZZ_SEED", ulong.Parse, (ulong)Random.Shared.Next());

    /// <summary>Settings for FsCheck with the same seed.</summary>
    internal static Config Properties { get; } = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None)));

    internal static T Number<T>(string name, Func<string, IFormatProvider, T> parse, T otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? Parsed(name, text, parse) : otherwise;

    internal static T Parsed<T>(string name, string text, Func<string, IFormatProvider, T> parse)
    {
        try
        {
            return parse(text, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new FormatException($"{name} is '{text}'; a number is expected.", e);
        }
    }
}
