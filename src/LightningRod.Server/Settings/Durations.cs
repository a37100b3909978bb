using System.Globalization;

namespace LightningRod.Server.Settings;

/// <summary>Durations as operators write them: <c>500ms</c>, <c>10s</c>, <c>90m</c>, <c>24h</c>, <c>14d</c>, or <c>hh:mm:ss</c>.</summary>
/// <remarks>A number alone is refused: .NET would take it for days, people for seconds.</remarks>
public static class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration when true is returned.</param>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        duration = default;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            // Of two units that fit, ms comes first; its number cannot end with m.
            if (!int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            if (number > TimeSpan.MaxValue / length) return false;
            duration = length * number;
            return true;
        }

        return false;
    }

    /// <summary>Writes one in the largest unit that needs no fraction.</summary>
    /// <param name="duration">The duration.</param>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        foreach (var (unit, length) in Units.Reverse())
        {
            if (duration.Ticks % length.Ticks == 0) return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
        }

        return duration.ToString("c", CultureInfo.InvariantCulture);
    }

    internal static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"{text} is no duration.");
}
