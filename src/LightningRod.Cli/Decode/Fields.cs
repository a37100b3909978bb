using System.Collections;
using System.Globalization;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode;

/// <summary>Collects the fields of an object, those with numbers under the names that one space of the table of numbers gives them.</summary>
/// <param name="space">The class that holds the numbers, for example <c>nameof(OfferTlv)</c>; empty for an object without numbers.</param>
internal sealed class Fields(string space = "") : IEnumerable<DecodedNode>
{
    private readonly List<DecodedNode> _fields = [];

    /// <summary>Adds a field by its number, unless its value is null.</summary>
    internal Fields Add(ulong number, DecodedNode? value) =>
        Add(NameOf(space, number), value is null ? null : value with { Number = number.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Adds something that has no number of its own, unless it is null.</summary>
    internal Fields Add(string name, DecodedNode? value)
    {
        if (value is null) return this;
        // Two dialects' numbers may have one name, and an object has each name once.
        var isTaken = _fields.Exists(field => field.Name == name);
        _fields.Add(value with { Name = isTaken ? $"{name}_{value.Number}" : name });
        return this;
    }

    /// <summary>Adds all of some fields.</summary>
    internal Fields AddRange(IEnumerable<DecodedNode> fields)
    {
        _fields.AddRange(fields);
        return this;
    }

    /// <summary>Adds the records that this library gives no meaning to, unless there are none.</summary>
    internal Fields AddUnknown(params ReadOnlySpan<TlvStream> streams)
    {
        var records = new List<TlvRecord>();
        foreach (var stream in streams) records.AddRange(stream);
        return records.Count == 0 ? this : Add("unknown_records", DecodedNode.List(records.Select(record => Records.Describe(record))));
    }

    /// <inheritdoc/>
    public IEnumerator<DecodedNode> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The name of a number in a space.</summary>
    internal static string NameOf(string space, ulong number) =>
        WireNumbers.Find(space, number)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"type_{number}");
}
