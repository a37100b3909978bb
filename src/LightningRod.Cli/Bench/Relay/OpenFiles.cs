namespace LightningRod.Cli.Bench.Relay;

/// <summary>How many files, sockets among them, a process may have open.</summary>
internal static class OpenFiles
{
    /// <summary>What a process needs besides its sessions.</summary>
    internal const int Others = 250;

    private const string Limits = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>Why so many sessions cannot be opened here; null when they can, as far as is known.</summary>
    /// <param name="sessions">Sessions, each with a socket in each of two processes.</param>
    internal static string? Refuse(int sessions) => File.Exists(Limits) ? Refuse(sessions, File.ReadAllText(Limits)) : null;

    /// <summary>The same by a table of limits as Linux shows it.</summary>
    internal static string? Refuse(int sessions, string limits)
    {
        var row = limits.Split('\n').FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        // The hard limit counts: the runtime raises its own to that.
        if (row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var hard, ..]) return null;
        if (!int.TryParse(hard, out var most)) return null;
        if (sessions + Others <= most) return null;
        var fewer = most > Others ? $", or take at most --sessions {most - Others}" : "";
        return $"{sessions} sessions need {sessions + Others} open files in each process, and this system allows {most}. "
            + $"Raise the limit (as root: ulimit -n {sessions + Others}){fewer}.";
    }
}
