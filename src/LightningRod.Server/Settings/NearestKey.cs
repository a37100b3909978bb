namespace LightningRod.Server.Settings;

/// <summary>Finds what was meant by a key that is none.</summary>
internal static class NearestKey
{
    // A key may be right but in the wrong group.
    private const int WrongGroup = 2;

    /// <summary>The known key that is most like another.</summary>
    internal static string Of(string key, IEnumerable<string> known) => known.MinBy(candidate => Difference(key, candidate))!;

    private static int Difference(string key, string candidate)
    {
        // A value for a whole group, or a group for one value.
        if (IsIn(key, candidate) || IsIn(candidate, key)) return 0;
        return Math.Min(Distance(key, candidate), WrongGroup + Distance(Last(key), Last(candidate)));
    }

    private static bool IsIn(string key, string group) => key.StartsWith($"{group}:", StringComparison.OrdinalIgnoreCase);

    private static string Last(string key) => key[(key.LastIndexOf(':') + 1)..];

    // Levenshtein's.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), 1 + Math.Min(row[j], row[j - 1])));
            }
        }

        return row[^1];
    }
}
