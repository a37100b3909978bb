using System.Buffers;

namespace LightningRod.Wire.Tests.Transport;

/// <summary>Bytes in several pieces, as a pipe gives them.</summary>
internal static class Sequences
{
    /// <summary>The bytes as one piece.</summary>
    public static ReadOnlySequence<byte> Whole(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>The bytes in pieces of a length.</summary>
    public static ReadOnlySequence<byte> InPieces(ReadOnlyMemory<byte> bytes, int length)
    {
        var first = new Piece(bytes[..Math.Min(length, bytes.Length)], 0);
        var last = first;
        for (var start = length; start < bytes.Length; start += length)
            last = last.Append(bytes.Slice(start, Math.Min(length, bytes.Length - start)));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
