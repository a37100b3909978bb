using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>The tree of hashes over the records of a message that its signature commits to (BOLT 12, "Signature Calculation").</summary>
/// <remarks>Each record has a nonce beside it, so that who shows one record with its branches does not show its neighbours.</remarks>
public static class MerkleTree
{
    private const int MaxHeaderSize = 2 * BigSize.MaxLength;

    private static readonly TaggedHash LeafHash = new("LnLeaf");
    private static readonly TaggedHash BranchHash = new("LnBranch");

    /// <summary>The root over all records but the signatures (types 240 to 1000).</summary>
    /// <param name="records">The records.</param>
    /// <exception cref="ArgumentException">There is no record but signatures.</exception>
    public static Bytes32 Root(TlvStream records) =>
        TryRoot(records, out var root) ? root : throw new ArgumentException("A merkle tree has at least one record.", nameof(records));

    /// <summary>The leaf of a record: the tagged hash "LnLeaf" of its type, length and value.</summary>
    /// <param name="record">The record.</param>
    public static Bytes32 Leaf(TlvRecord record)
    {
        Span<byte> header = stackalloc byte[MaxHeaderSize];
        var typeLength = BigSize.Write(header, record.Type);
        var length = typeLength + BigSize.Write(header[typeLength..], (ulong)record.Value.Length);
        return Hash(LeafHash, header[..length], record.Value);
    }

    /// <summary>The nonce beside a leaf: the hash of its type under the tag "LnNonce" with the message's first record behind it.</summary>
    /// <param name="first">The first record of the message.</param>
    /// <param name="type">The leaf's type.</param>
    public static Bytes32 Nonce(TlvRecord first, ulong type) => Nonce(NonceHash(first), type);

    /// <summary>The parent of two nodes, whichever stands left: the tagged hash "LnBranch" of the lesser and the greater.</summary>
    /// <param name="one">A node.</param>
    /// <param name="other">Its sibling.</param>
    public static Bytes32 Branch(Bytes32 one, Bytes32 other) =>
        one.Span.SequenceCompareTo(other.Span) <= 0 ? Hash(BranchHash, one.Span, other.Span) : Hash(BranchHash, other.Span, one.Span);

    internal static bool TryRoot(TlvStream records, out Bytes32 root)
    {
        // One node per perfect subtree so far, highest first; a new leaf joins with those of its own height, like the carry of a counter.
        // What is left is joined from the right: the same as pairing level by level with an odd last node that moves up.
        Span<Bytes32> nodes = stackalloc Bytes32[32];
        int top = 0, count = 0;
        TaggedHash? nonceHash = null;
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (FieldRanges.GroupOf(record.Type) == FieldGroups.Signature) continue;
            nonceHash ??= NonceHash(record);
            nodes[top++] = Branch(Leaf(record), Nonce(nonceHash, record.Type));
            count++;
            for (var carry = count; carry % 2 == 0; carry /= 2) Join(nodes, ref top);
        }

        while (top > 1) Join(nodes, ref top);
        root = count > 0 ? nodes[0] : default;
        return count > 0;
    }

    private static Bytes32 Nonce(TaggedHash nonceHash, ulong type)
    {
        Span<byte> header = stackalloc byte[MaxHeaderSize];
        return Hash(nonceHash, header[..BigSize.Write(header, type)], default);
    }

    private static TaggedHash NonceHash(TlvRecord first)
    {
        var writer = new WireWriter(8 + first.EncodedLength).Write("LnNonce"u8);
        first.WriteTo(writer);
        return new TaggedHash(writer.WrittenSpan);
    }

    private static Bytes32 Hash(TaggedHash hash, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Size];
        hash.Hash(bytes, first, second);
        return new(bytes);
    }

    private static void Join(Span<Bytes32> nodes, ref int top)
    {
        top--;
        nodes[top - 1] = Branch(nodes[top - 1], nodes[top]);
    }
}
