using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace LightningRod.Wire.Cryptography;

/// <summary>The ChaCha20 stream of RFC 8439 with an explicit first block. .NET has only the AEAD, which keeps block 0 for itself; BOLT 4 begins there.</summary>
public static class ChaCha20
{
    /// <summary>Length of a key, bytes.</summary>
    public const int KeySize = 32;

    /// <summary>Length of a nonce, bytes.</summary>
    public const int NonceSize = 12;

    private const int BlockSize = 64;

    /// <summary>The BOLT 4 stream of a key, XORed into a buffer: nonce zero, from block 0.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="buffer">Changed in place.</param>
    public static void Xor(ReadOnlySpan<byte> key, Span<byte> buffer) => Xor(key, stackalloc byte[NonceSize], 0, buffer);

    /// <summary>Part of the BOLT 4 stream of a key, XORed into a buffer.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="skip">How many bytes of the stream come before the part.</param>
    /// <param name="buffer">Changed in place.</param>
    public static void Xor(ReadOnlySpan<byte> key, int skip, Span<byte> buffer)
    {
        var inBlock = skip % BlockSize;
        var head = Math.Min(inBlock == 0 ? 0 : BlockSize - inBlock, buffer.Length);
        Span<byte> nonce = stackalloc byte[NonceSize];
        nonce.Clear();
        if (head > 0)
        {
            Span<byte> block = stackalloc byte[BlockSize];
            block.Clear();
            Xor(key, nonce, (uint)(skip / BlockSize), block);
            for (var i = 0; i < head; i++) buffer[i] ^= block[inBlock + i];
        }

        Xor(key, nonce, (uint)((skip + head) / BlockSize), buffer[head..]);
    }

    /// <summary>XORs the stream of a key and nonce into a buffer.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="counter">First block.</param>
    /// <param name="buffer">Changed in place.</param>
    /// <exception cref="ArgumentException">Key or nonce has another length.</exception>
    public static void Xor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, Span<byte> buffer)
    {
        if (key.Length != KeySize) throw new ArgumentException("A ChaCha20 key has 32 bytes.", nameof(key));
        if (nonce.Length != NonceSize) throw new ArgumentException("A ChaCha20 nonce has 12 bytes.", nameof(nonce));

        // Each row of the 4x4 state twice, for two blocks side by side: the lower 128 bits are one block, the upper the next.
        var row0 = Both(Vector128.Create(0x61707865u, 0x3320646eu, 0x79622d32u, 0x6b206574u));
        var row1 = Both(Words(key[..16]));
        var row2 = Both(Words(key[16..]));
        var (n0, n1, n2) = (Word(nonce, 0), Word(nonce, 1), Word(nonce, 2));
        Span<byte> pair = stackalloc byte[2 * BlockSize];
        while (!buffer.IsEmpty)
        {
            var row3 = Vector256.Create(counter, n0, n1, n2, unchecked(counter + 1), n0, n1, n2);
            var (a, b, c, d) = (row0, row1, row2, row3);
            for (var round = 0; round < 10; round++)
            {
                QuarterRounds(ref a, ref b, ref c, ref d);
                b = Vector256.Shuffle(b, Vector256.Create(1u, 2, 3, 0, 5, 6, 7, 4));
                c = Vector256.Shuffle(c, Vector256.Create(2u, 3, 0, 1, 6, 7, 4, 5));
                d = Vector256.Shuffle(d, Vector256.Create(3u, 0, 1, 2, 7, 4, 5, 6));
                QuarterRounds(ref a, ref b, ref c, ref d);
                b = Vector256.Shuffle(b, Vector256.Create(3u, 0, 1, 2, 7, 4, 5, 6));
                c = Vector256.Shuffle(c, Vector256.Create(2u, 3, 0, 1, 6, 7, 4, 5));
                d = Vector256.Shuffle(d, Vector256.Create(1u, 2, 3, 0, 5, 6, 7, 4));
            }

            (a, b, c, d) = (a + row0, b + row1, c + row2, d + row3);
            Store(a.GetLower(), pair, 0);
            Store(b.GetLower(), pair, 16);
            Store(c.GetLower(), pair, 32);
            Store(d.GetLower(), pair, 48);
            Store(a.GetUpper(), pair, 64);
            Store(b.GetUpper(), pair, 80);
            Store(c.GetUpper(), pair, 96);
            Store(d.GetUpper(), pair, 112);
            var count = Math.Min(pair.Length, buffer.Length);
            XorInto(buffer[..count], pair);
            buffer = buffer[count..];
            counter = unchecked(counter + 2);
        }

        pair.Clear();
    }

    private static void QuarterRounds(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        a += b;
        d = RotateLeft(d ^ a, 16);
        c += d;
        b = RotateLeft(b ^ c, 12);
        a += b;
        d = RotateLeft(d ^ a, 8);
        c += d;
        b = RotateLeft(b ^ c, 7);
    }

    private static Vector256<uint> RotateLeft(Vector256<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));

    private static Vector256<uint> Both(Vector128<uint> row) => Vector256.Create(row, row);

    private static Vector128<uint> Words(ReadOnlySpan<byte> bytes) => Vector128.Create(Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));

    private static uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * index)..]);

    private static void Store(Vector128<uint> row, Span<byte> destination, int offset)
    {
        if (BitConverter.IsLittleEndian)
        {
            row.AsByte().CopyTo(destination[offset..]);
            return;
        }

        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt32LittleEndian(destination[(offset + (4 * i))..], row[i]);
    }

    private static void XorInto(Span<byte> buffer, ReadOnlySpan<byte> stream)
    {
        var i = 0;
        for (; i + Vector256<byte>.Count <= buffer.Length; i += Vector256<byte>.Count)
            (Vector256.Create<byte>(buffer[i..]) ^ Vector256.Create(stream[i..])).CopyTo(buffer[i..]);
        for (; i < buffer.Length; i++) buffer[i] ^= stream[i];
    }
}
