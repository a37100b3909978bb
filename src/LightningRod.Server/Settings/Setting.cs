using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace LightningRod.Server.Settings;

/// <summary>One setting of a member: its names, and what it may be.</summary>
/// <param name="Key">Its name in the file, for example <c>Relay:Port</c>; <c>Nodes:#:Name</c> for each item of a list.</param>
/// <param name="Type">The type of its value, or of an item of its list.</param>
/// <param name="IsList">Whether it is a list of such values.</param>
/// <param name="Default">The default as operators write it; empty for none.</param>
/// <param name="Description">A sentence or two for operators.</param>
public sealed record Setting(string Key, Type Type, bool IsList, string Default, string Description)
{
    internal IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>Its flag on the command line, for example <c>--relay-port</c>.</summary>
    public string Flag => $"--{string.Join('-', Key.Split(':').Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}";

    /// <summary>Its variable in the environment, for example <c>LIGHTNINGROD__RELAY__PORT</c>; the items of a list are numbered from 0.</summary>
    public string EnvironmentVariable =>
        MemberSettings.EnvironmentPrefix + Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant() + (IsList ? "__0" : "");

    /// <summary>What a value may be, for operators; empty for any text.</summary>
    public string Values
    {
        get
        {
            var rules = Rules.Select(RuleText).Select(rule => rule["it must be ".Length..]).ToList();
            if (rules.Count == 0 && Type == typeof(bool)) rules.Add("true or false");
            if (rules.Count == 0 && Type.IsEnum) rules.Add(EnumWords);
            return string.Join(", ", rules);
        }
    }

    private string EnumWords => string.Join(", ", Enum.GetNames(Type));

    /// <summary>Reads and checks one value.</summary>
    /// <param name="text">What an operator wrote.</param>
    /// <param name="value">The value as the binder reads it, when there is no fault.</param>
    /// <returns>What is wrong, or null.</returns>
    internal string? Fault(string text, out string value)
    {
        value = text;
        if (Type == typeof(string)) return RuleFault(text);
        text = text.Trim();
        if (Type == typeof(TimeSpan))
        {
            if (!Durations.TryParse(text, out var duration)) return "it must be a duration like 500ms, 10s, 90m, 24h or 14d";
            value = duration.ToString("c", CultureInfo.InvariantCulture);
            return RuleFault(duration);
        }

        if (Type.IsEnum)
        {
            // Numbers are no names, though .NET would take them.
            var isName = Enum.GetNames(Type).Contains(text, StringComparer.OrdinalIgnoreCase);
            return isName ? RuleFault(Enum.Parse(Type, text, ignoreCase: true)) : $"it must be {EnumWords}";
        }

        try
        {
            return RuleFault(TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text));
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            var rules = Rules.Select(RuleText).ToList();
            return Type == typeof(bool) ? "it must be true or false" : rules is [var rule, ..] ? rule : "it must be a whole number";
        }
    }

    private static string RuleText(ValidationAttribute rule) => rule is RangeAttribute range
        ? string.Create(CultureInfo.InvariantCulture, $"it must be {range.Minimum:0} to {range.Maximum:0}")
        : rule.FormatErrorMessage("");

    private string? RuleFault(object? value) => Rules.FirstOrDefault(rule => !rule.IsValid(value)) is { } broken ? RuleText(broken) : null;
}
