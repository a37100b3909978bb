using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>One or more payment hashes, each once, in the sender's order; compares by content.</summary>
public sealed class PaymentHashList : IEquatable<PaymentHashList>
{
    /// <summary>Most hashes that are read or written.</summary>
    public const int MaxCount = 128;

    private readonly PaymentHash[] _hashes;

    private PaymentHashList(PaymentHash[] hashes) => _hashes = hashes;

    /// <summary>The hashes.</summary>
    public IReadOnlyList<PaymentHash> Hashes => _hashes;

    /// <summary>Takes some hashes.</summary>
    /// <param name="hashes">1 to 128, each once.</param>
    /// <exception cref="ArgumentException">None, too many, or one twice.</exception>
    public static PaymentHashList Of(params IEnumerable<PaymentHash> hashes)
    {
        PaymentHash[] list = [.. hashes];
        return Broken(list) is { } broken ? throw new ArgumentException(broken, nameof(hashes)) : new(list);
    }

    /// <summary>Reads hashes to the end of the input, 32 bytes each.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The list, or null when the reader failed.</returns>
    public static PaymentHashList? Read(ref WireReader reader)
    {
        if (reader.Remaining > MaxCount * Bytes32.Size) reader.Fail(WireRule.TooLarge, $"more than {MaxCount} payment hashes");
        if (reader.Remaining % Bytes32.Size != 0) reader.Fail(WireRule.WrongLength, "payment hashes have 32 bytes each");
        var list = new PaymentHash[reader.Remaining / Bytes32.Size];
        for (var i = 0; i < list.Length; i++) list[i] = new(reader.ReadBytes32());
        if (!reader.Failed && Broken(list) is { } broken) reader.Fail(WireRule.ValueOutOfRange, broken);
        return reader.Failed ? null : new(list);
    }

    /// <summary>Appends 32 bytes a hash.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        foreach (var hash in _hashes) writer.WriteBytes32(hash.Value);
    }

    /// <inheritdoc/>
    public bool Equals(PaymentHashList? other) => other is not null && _hashes.AsSpan().SequenceEqual(other._hashes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PaymentHashList);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashes[0].GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _hashes);

    private static string? Broken(PaymentHash[] hashes) => hashes switch
    {
        [] => "no payment hash",
        { Length: > MaxCount } => $"more than {MaxCount} payment hashes",
        _ when hashes.ToHashSet().Count != hashes.Length => "a payment hash is there twice",
        _ => null,
    };
}
