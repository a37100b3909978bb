using System.Buffers.Binary;
using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>A failure on its way back to the payer, wrapped once by every node (BOLT 4, "Returning Errors").</summary>
public static class FailurePacket
{
    /// <summary>Least length of message and padding together, bytes, as BOLT 4 asks for.</summary>
    public const int MinPaddedLength = 256;

    /// <summary>Longest packet that is read, bytes: what fits in a peer message.</summary>
    public const int MaxLength = ushort.MaxValue;

    private const int HmacSize = 32;

    /// <summary>Makes the packet at the failing node and wraps it for the way back.</summary>
    /// <param name="sharedSecret">32 bytes that <see cref="Sphinx.TryPeel"/> gave for the HTLC's onion.</param>
    /// <param name="message">Why the HTLC fails.</param>
    /// <param name="paddedLength">Length of message and padding together, bytes; at least <see cref="MinPaddedLength"/> except in the vectors.</param>
    /// <exception cref="ArgumentException">The message is longer than 65535 bytes less its frame.</exception>
    public static byte[] Create(ReadOnlySpan<byte> sharedSecret, FailureMessage message, int paddedLength = MinPaddedLength)
    {
        var text = message.ToArray();
        var padding = Math.Max(0, paddedLength - text.Length);
        if (text.Length + padding > MaxLength - HmacSize - 4) throw new ArgumentException("The failure message is too long.", nameof(message));
        var packet = new byte[HmacSize + 4 + text.Length + padding];
        var body = packet.AsSpan(HmacSize);
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)text.Length);
        text.CopyTo(body[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(body[(2 + text.Length)..], (ushort)padding);
        Span<byte> key = stackalloc byte[OnionKey.Size];
        OnionKey.Derive(OnionKey.Um, sharedSecret, key);
        HMACSHA256.HashData(key, body, packet);
        CryptographicOperations.ZeroMemory(key);
        Wrap(sharedSecret, packet);
        return packet;
    }

    /// <summary>Adds or takes away one node's layer, in place: both are the same XOR.</summary>
    /// <param name="sharedSecret">32 bytes shared between that node and the packet's maker.</param>
    /// <param name="packet">The packet.</param>
    public static void Wrap(ReadOnlySpan<byte> sharedSecret, Span<byte> packet)
    {
        Span<byte> key = stackalloc byte[OnionKey.Size];
        OnionKey.Derive(OnionKey.Ammag, sharedSecret, key);
        ChaCha20.Xor(key, packet);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Opens a returned packet at the payer: takes layers away until one node's HMAC matches.</summary>
    /// <param name="secrets">The secrets shared with the hops, the first hop first.</param>
    /// <param name="packet">The packet as it came; unchanged.</param>
    /// <returns>
    /// Which hop failed and why, or <see cref="WireRule.BadHmac"/> when no hop's key fits: some node changed the packet. All layers are opened in any
    /// case, so that the time does not tell which hop it was.
    /// </returns>
    public static Result<(int Hop, FailureMessage Message)> Open(SharedSecrets secrets, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > MaxLength) return TooLarge;
        if (packet.Length < HmacSize + 4) return new WireError(WireRule.UnexpectedEnd, packet.Length, "a failure packet has at least 36 bytes");
        var work = packet.ToArray();
        Result<(int, FailureMessage)> found = new WireError(WireRule.BadHmac, 0, "no hop's key opens the failure packet");
        Span<byte> key = stackalloc byte[OnionKey.Size], hmac = stackalloc byte[HmacSize];
        for (var hop = 0; hop < secrets.Count; hop++)
        {
            Wrap(secrets[hop], work);
            OnionKey.Derive(OnionKey.Um, secrets[hop], key);
            HMACSHA256.HashData(key, work.AsSpan(HmacSize), hmac);
            if (!CryptographicOperations.FixedTimeEquals(hmac, work.AsSpan(0, HmacSize)) || found.IsOk) continue;
            var failedAt = hop;
            found = ReadBody(work).Map(message => (failedAt, message));
        }

        CryptographicOperations.ZeroMemory(key);
        return found;
    }

    /// <summary>Opens a returned packet at a payer whose onion had one for trampoline nodes inside (BOLT 4, pull 836).</summary>
    /// <param name="onionSecrets">The secrets shared with the hops of the outer onion.</param>
    /// <param name="trampolineSecrets">The secrets shared with the trampoline nodes.</param>
    /// <param name="packet">The packet as it came; unchanged.</param>
    /// <returns>Which trampoline node failed and why, or <see cref="WireRule.BadHmac"/>; try <see cref="Open"/> with the outer secrets first.</returns>
    public static Result<(int Hop, FailureMessage Message)> OpenTrampoline(
        SharedSecrets onionSecrets, SharedSecrets trampolineSecrets, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > MaxLength) return TooLarge;
        var work = packet.ToArray();
        for (var hop = 0; hop < onionSecrets.Count; hop++) Wrap(onionSecrets[hop], work);
        return Open(trampolineSecrets, work);
    }

    private static WireError TooLarge => new(WireRule.TooLarge, MaxLength, "a failure packet is longer than a peer message");

    private static Result<FailureMessage> ReadBody(ReadOnlySpan<byte> packet)
    {
        var reader = new WireReader(packet[HmacSize..], HmacSize);
        var message = reader.ReadSpan(reader.ReadUInt16());
        reader.ReadSpan(reader.ReadUInt16());
        reader.End();
        return reader.Failed ? reader.Error : FailureMessage.Parse(message);
    }
}
