using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt12;

/// <summary>What offers, invoice requests and invoices have in common: their bytes and records, as they came or as they were built.</summary>
/// <remarks>Immutable and always valid: parsers and builders make one only when every rule that needs no clock and no chain holds.</remarks>
public abstract class Bolt12Message : IEquatable<Bolt12Message>
{
    /// <summary>Largest message, bytes: no Lightning message could carry a larger one.</summary>
    public const int MaxSize = ushort.MaxValue;

    /// <summary>Most records of a message; BOLT 12 knows fewer than fifty.</summary>
    public const int MaxRecords = 256;

    /// <summary>Most entries of one field: chains, blinded paths, fallback addresses.</summary>
    public const int MaxEntries = 32;

    private protected Bolt12Message(FieldReader reader) => (Bytes, Records) = (reader.Bytes, reader.Records);

    /// <summary>The message as a TLV stream.</summary>
    public ByteString Bytes { get; }

    /// <summary>The records of <see cref="Bytes"/>, with those that this library does not know.</summary>
    public TlvStream Records { get; }

    /// <summary>A copy of <see cref="Bytes"/>.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <inheritdoc/>
    public bool Equals(Bolt12Message? other) => other is not null && other.GetType() == GetType() && Bytes == other.Bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Bolt12Message);

    /// <inheritdoc/>
    public override int GetHashCode() => Bytes.GetHashCode();

    /// <summary>The first difference from the records of another message that this one has to repeat.</summary>
    /// <returns>
    /// The error, at the record of this message or at its end for one that it lacks; null when all records of the groups are the same.
    /// </returns>
    private protected WireError? Mirrors(Bolt12Message original, FieldGroups groups)
    {
        var (mine, others) = (Records.Only(groups), original.Records.Only(groups));
        for (var i = 0; i < Math.Max(mine.Count, others.Count); i++)
        {
            if (i < mine.Count && i < others.Count && mine[i] == others[i]) continue;
            var type = i == mine.Count ? others[i].Type : i == others.Count ? mine[i].Type : Math.Min(mine[i].Type, others[i].Type);
            return new WireError(
                WireRule.Mismatch, FieldReader.OffsetOf(Records, type), $"{FieldReader.NameOf(type)} is not as in the message that it answers");
        }

        return null;
    }
}
