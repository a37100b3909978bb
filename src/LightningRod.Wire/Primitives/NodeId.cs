using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Primitives;

/// <summary>node_id: the 33 bytes of a node's compressed public key, as a name (BOLT 7).</summary>
/// <remarks>Only the prefix is checked: a name that no key answers to is harmless and cheap. Use <see cref="ToPublicKey"/> for cryptography.</remarks>
// Packed: the bytes are read as they lie in memory, prefix and x side by side.
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct NodeId : IEquatable<NodeId>, IComparable<NodeId>
{
    /// <summary>Length, bytes.</summary>
    public const int Size = 33;

    private readonly byte _prefix;
    private readonly Bytes32 _x;

    private NodeId(ReadOnlySpan<byte> bytes) => (_prefix, _x) = (bytes[0], new Bytes32(bytes[1..]));

    /// <summary>The node id of a public key.</summary>
    /// <param name="key">The key.</param>
    public NodeId(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[Size];
        key.Serialize(bytes);
        this = new NodeId(bytes);
    }

    /// <summary>The 33 bytes; all zero for <c>default</c>, which is no node's id.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => MemoryMarshal.AsBytes(new ReadOnlySpan<NodeId>(in this))[..Size];

    /// <summary>Whether this is <c>default</c>, no node's id.</summary>
    public bool IsDefault => _prefix == 0;

    /// <summary>Takes 33 bytes that begin with 02 or 03.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="id">The node id when true is returned.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out NodeId id)
    {
        var ok = bytes.Length == Size && bytes[0] is 2 or 3;
        id = ok ? new NodeId(bytes) : default;
        return ok;
    }

    /// <summary>Reads 66 hexadecimal digits.</summary>
    /// <param name="hex">The text.</param>
    /// <param name="id">The node id when true is returned.</param>
    public static bool TryParse(ReadOnlySpan<char> hex, out NodeId id)
    {
        Span<byte> bytes = stackalloc byte[Size];
        id = default;
        return hex.Length == 2 * Size
            && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            && TryParse(bytes, out id);
    }

    /// <summary>Reads 66 hexadecimal digits.</summary>
    /// <param name="hex">The text.</param>
    /// <exception cref="FormatException">It is no node id; for constants and settings, not for strangers' input.</exception>
    public static NodeId FromHex(string hex) =>
        TryParse(hex, out var id) ? id : throw new FormatException("A node id is 66 hexadecimal digits that begin with 02 or 03.");

    /// <summary>The key behind the name.</summary>
    /// <param name="key">The key when true is returned.</param>
    /// <returns>False when the bytes are no point of the curve.</returns>
    public bool ToPublicKey(out PublicKey key) => PublicKey.TryParse(Span, out key);

    /// <inheritdoc/>
    public bool Equals(NodeId other) => _prefix == other._prefix && _x == other._x;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _x.GetHashCode() ^ _prefix;

    /// <summary>Lexicographic order of the bytes, as BOLT 7 orders the ends of a channel.</summary>
    /// <param name="other">The other id.</param>
    public int CompareTo(NodeId other) => Span.SequenceCompareTo(other.Span);

    /// <summary>Equal by content.</summary>
    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    /// <summary>66 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
