using System.Globalization;

namespace LightningRod.TestKit.Histories;

/// <summary>What was seen of a system from outside, in order; not what the system says of itself.</summary>
/// <remarks>Thread-safe. An entry stands where it was added, so whoever sees something adds it before it lets others go on.</remarks>
public sealed class History
{
    private readonly Lock _gate = new();
    private readonly List<HistoryEntry> _entries = [];

    /// <summary>All entries so far.</summary>
    public IReadOnlyList<HistoryEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    /// <summary>Adds what was seen.</summary>
    /// <param name="entry">What.</param>
    public void Add(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate) _entries.Add(entry);
    }

    /// <summary>Adds a remark for people.</summary>
    /// <param name="what">The remark.</param>
    public void Note(string what) => Add(new Happened(what));

    /// <summary>What is broken, in order; empty when all is well.</summary>
    public IReadOnlyList<Breach> Check() => HistoryInvariants.Check(Entries);

    /// <summary>A line for each entry, numbered from 0.</summary>
    public override string ToString() =>
        string.Join('\n', Entries.Select(static (entry, number) => string.Create(CultureInfo.InvariantCulture, $"{number,5} {entry}")));
}
