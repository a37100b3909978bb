using System.Globalization;

namespace LightningRod.TestKit.Histories;

/// <summary>An invariant that a history breaks.</summary>
/// <param name="Invariant">Its name.</param>
/// <param name="Entry">The number of the entry that breaks it, from 0.</param>
/// <param name="Why">What is wrong, for people.</param>
public sealed record Breach(string Invariant, int Entry, string Why)
{
    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Invariant}, at entry {Entry}: {Why}");
}
