using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace LightningRod.Cli.Bench;

/// <summary>The options that benches share.</summary>
internal static class BenchOptions
{
    internal static Option<double> Seconds(string description, double value) => Number("--seconds", description, value, 0.001, 600);

    internal static Option<bool> Json() => new("--json") { Description = "Print one JSON object: machine, commit and figures." };

    internal static Option<DirectoryInfo?> Folder() => new("--folder")
    {
        Description = "Where the journals are written, for a bench of that disk; they are deleted at the end. Default: the system's place for temporary files.",
        HelpName = "folder",
    };

    internal static Option<int> InFlight() => Number("--in-flight", "How many wait for an answer at one time.", 64, 1, 4096);

    /// <summary>An option that takes a number.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it says.</param>
    /// <param name="value">Its default.</param>
    /// <param name="least">The least that is taken.</param>
    /// <param name="most">The most that is taken.</param>
    internal static Option<T> Number<T>(string name, string description, T value, T least, T most)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => Parse(result, name, least, most),
        };

    private static T Parse<T>(ArgumentResult result, string name, T least, T most)
        where T : struct, INumber<T>
    {
        var isNumber = T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value);
        if (!isNumber || !(value >= least && value <= most)) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}."));
        return value;
    }
}
