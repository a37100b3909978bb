using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>The onion packet: version (1 byte, 0), ephemeral key (33), hop payloads (any size), HMAC (32) (BOLT 4, "Packet Structure").</summary>
public static class Sphinx
{
    /// <summary>Size of the hop payloads of a payment onion and of a small onion message, bytes; the packet has 1366.</summary>
    public const int PaymentPayloadsSize = 1300;

    /// <summary>Size of the hop payloads of a large onion message, bytes; the packet has 32834.</summary>
    public const int LargeMessagePayloadsSize = 32768;

    /// <summary>Bytes of a packet beside its hop payloads.</summary>
    public const int Overhead = 1 + PublicKey.Size + HmacSize;

    /// <summary>Length of an HMAC, bytes.</summary>
    public const int HmacSize = 32;

    /// <summary>Longest associated data, bytes: a payment hash. Onion messages have none.</summary>
    public const int MaxAssociatedData = 32;

    private const int HeaderSize = 1 + PublicKey.Size;

    /// <summary>Makes a packet.</summary>
    /// <param name="sessionKey">A fresh key for this packet alone.</param>
    /// <param name="hops">The nodes on the way, the first one first; at least one.</param>
    /// <param name="associatedData">Bytes that the packet is bound to: the payment hash, or none.</param>
    /// <param name="payloadsSize">Size of the hop payloads, bytes.</param>
    /// <returns>The packet, or <see cref="WireRule.TooLarge"/> when the payloads do not fit.</returns>
    /// <exception cref="ArgumentException">There are no hops, or the associated data is too long.</exception>
    public static Result<byte[]> Create(
        PrivateKey sessionKey, IReadOnlyList<OnionHop> hops, ReadOnlySpan<byte> associatedData, int payloadsSize = PaymentPayloadsSize)
    {
        if (hops.Count == 0) throw new ArgumentException("An onion needs a hop.", nameof(hops));
        CheckAssociatedData(associatedData);
        var used = hops.Sum(hop => (long)hop.FrameSize);
        if (used > payloadsSize) return new WireError(WireRule.TooLarge, 0, $"the hops take {used} bytes and the packet has {payloadsSize}");

        Span<byte> key = stackalloc byte[OnionKey.Size];
        using var secrets = SharedSecrets.Of(sessionKey, hops);
        var packet = new byte[Overhead + payloadsSize];
        sessionKey.PublicKey.Serialize(packet.AsSpan(1));
        // The HMAC is over payloads and associated data in one run, so the data stand behind the payloads while the packet is made.
        var work = new byte[payloadsSize + associatedData.Length];
        associatedData.CopyTo(work.AsSpan(payloadsSize));
        var payloads = work.AsSpan(0, payloadsSize);
        Span<byte> secret = stackalloc byte[PrivateKey.Size], hmac = stackalloc byte[HmacSize];
        sessionKey.Export(secret);
        OnionKey.Derive(OnionKey.Pad, secret, key);
        ChaCha20.Xor(key, payloads);
        var filler = Filler(secrets, hops, payloadsSize);
        hmac.Clear();
        for (var i = hops.Count - 1; i >= 0; i--)
        {
            PushFrame(payloads, hops[i], hmac);
            OnionKey.Derive(OnionKey.Rho, secrets[i], key);
            ChaCha20.Xor(key, payloads);
            if (i == hops.Count - 1) filler.CopyTo(payloads[(payloadsSize - filler.Length)..]);
            OnionKey.Derive(OnionKey.Mu, secrets[i], key);
            HMACSHA256.HashData(key, work, hmac);
        }

        payloads.CopyTo(packet.AsSpan(HeaderSize));
        hmac.CopyTo(packet.AsSpan(HeaderSize + payloadsSize));
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        return packet;
    }

    /// <summary>The secrets that the maker of a packet shares with its hops, for reading returned errors.</summary>
    /// <param name="sessionKey">The packet's session key.</param>
    /// <param name="hops">The packet's hops.</param>
    /// <returns>32 bytes a hop; dispose them after use.</returns>
    public static SharedSecrets DeriveSecrets(PrivateKey sessionKey, IReadOnlyList<OnionHop> hops) => SharedSecrets.Of(sessionKey, hops);

    /// <summary>Size of the buffer that <see cref="TryPeel"/> needs.</summary>
    /// <param name="packetLength">Length of the packet, bytes.</param>
    public static int PeelBufferSize(int packetLength) => Overhead + MaxAssociatedData + (2 * Math.Max(0, packetLength - Overhead));

    /// <summary>Opens one layer of a packet, without allocating.</summary>
    /// <param name="key">The node's key, or its blinded key on a blinded path.</param>
    /// <param name="packet">The packet, of any size above <see cref="Overhead"/>.</param>
    /// <param name="associatedData">Bytes that the packet is bound to: the payment hash, or none.</param>
    /// <param name="buffer">At least <see cref="PeelBufferSize"/> bytes; the layer points into it.</param>
    /// <param name="sharedSecret">32 bytes are written: the secret shared with the packet's maker, for errors; zero it after use.</param>
    /// <param name="layer">What was found when true is returned.</param>
    /// <param name="error">Why the packet was refused when false is returned.</param>
    /// <exception cref="ArgumentException">The buffer is too small or the associated data too long.</exception>
    public static bool TryPeel(
        PrivateKey key, scoped ReadOnlySpan<byte> packet, scoped ReadOnlySpan<byte> associatedData, Span<byte> buffer, scoped Span<byte> sharedSecret,
        out OnionLayer layer, out WireError error) => TryPeelWith(key.Secret, packet, associatedData, buffer, sharedSecret, out layer, out error);

    internal static bool TryPeelWith(
        scoped ReadOnlySpan<byte> scalar, scoped ReadOnlySpan<byte> packet, scoped ReadOnlySpan<byte> associatedData, Span<byte> buffer, scoped Span<byte> sharedSecret,
        out OnionLayer layer, out WireError error)
    {
        layer = default;
        CheckAssociatedData(associatedData);
        if (buffer.Length < PeelBufferSize(packet.Length)) throw new ArgumentException("The buffer is smaller than PeelBufferSize.", nameof(buffer));
        var size = packet.Length - Overhead;
        if (size <= 0) return Refuse(WireRule.UnexpectedEnd, packet.Length, "an onion packet has more than 66 bytes", out error);
        if (packet[0] != 0) return Refuse(WireRule.UnknownVersion, 0, "an onion packet's version is 0", out error);
        if (!PublicKey.TryParse(packet.Slice(1, PublicKey.Size), out var ephemeral))
            return Refuse(WireRule.NotAPoint, 1, "an onion packet's ephemeral key is no point", out error);

        Scalar.Ecdh(scalar, ephemeral, sharedSecret);
        Span<byte> derived = stackalloc byte[OnionKey.Size], hmac = stackalloc byte[HmacSize];
        var payloads = buffer.Slice(HeaderSize, 2 * size);
        packet.Slice(HeaderSize, size).CopyTo(payloads);
        var authenticated = buffer.Slice(HeaderSize, size + associatedData.Length);
        associatedData.CopyTo(authenticated[size..]);
        OnionKey.Derive(OnionKey.Mu, sharedSecret, derived);
        HMACSHA256.HashData(derived, authenticated, hmac);
        if (!CryptographicOperations.FixedTimeEquals(hmac, packet[(HeaderSize + size)..]))
            return Refuse(WireRule.BadHmac, HeaderSize + size, "an onion packet's HMAC does not match", out error);

        OnionKey.Derive(OnionKey.Rho, sharedSecret, derived);
        ChaCha20.Xor(derived, payloads[..size]);
        if (!BigSize.TryRead(payloads[..size], out var length, out var prefix, out error)) return Within(HeaderSize, ref error);
        // A packet may have less room than an HMAC takes; its maker decides.
        if (size - prefix < HmacSize || length > (ulong)(size - prefix - HmacSize))
            return Refuse(WireRule.UnexpectedEnd, HeaderSize, "an onion payload is longer than its packet", out error);

        var frame = prefix + (int)length + HmacSize;
        payloads.Slice(frame - HmacSize, HmacSize).CopyTo(hmac);
        // The next packet's header is written over the end of this frame, so the payload first moves out of its way.
        var payload = buffer[..(int)length];
        payloads.Slice(prefix, (int)length).CopyTo(payload);
        if (!hmac.ContainsAnyExcept((byte)0))
        {
            layer = new OnionLayer(payload, default);
            return true;
        }

        var rest = payloads.Slice(size, frame);
        rest.Clear();
        ChaCha20.Xor(derived, size, rest);
        OnionKey.BlindingFactor(ephemeral, sharedSecret, derived);
        if (!ephemeral.TryMultiply(derived, out var next)) return Refuse(WireRule.NotAScalar, 1, "an onion packet's next key is no point", out error);
        var packetBuffer = buffer.Slice(frame, Overhead + size);
        packetBuffer[0] = 0;
        next.Serialize(packetBuffer[1..]);
        hmac.CopyTo(packetBuffer[(HeaderSize + size)..]);
        CryptographicOperations.ZeroMemory(derived);
        layer = new OnionLayer(payload, packetBuffer);
        return true;
    }

    private static void PushFrame(Span<byte> payloads, OnionHop hop, ReadOnlySpan<byte> hmac)
    {
        payloads[..^hop.FrameSize].CopyTo(payloads[hop.FrameSize..]);
        var prefix = BigSize.Write(payloads, (ulong)hop.Payload.Length);
        hop.Payload.Span.CopyTo(payloads[prefix..]);
        hmac.CopyTo(payloads[(prefix + hop.Payload.Length)..]);
    }

    /// <summary>The bytes that stand at the packet's end after all hops but the last have shifted it, so that the last HMAC can be known before.</summary>
    private static byte[] Filler(SharedSecrets secrets, IReadOnlyList<OnionHop> hops, int payloadsSize)
    {
        Span<byte> key = stackalloc byte[OnionKey.Size];
        var filler = new byte[hops.Take(hops.Count - 1).Sum(hop => hop.FrameSize)];
        var length = 0;
        for (var i = 0; i < hops.Count - 1; i++)
        {
            OnionKey.Derive(OnionKey.Rho, secrets[i], key);
            ChaCha20.Xor(key, payloadsSize - length, filler.AsSpan(0, length + hops[i].FrameSize));
            length += hops[i].FrameSize;
        }

        CryptographicOperations.ZeroMemory(key);
        return filler;
    }

    private static void CheckAssociatedData(ReadOnlySpan<byte> associatedData)
    {
        if (associatedData.Length > MaxAssociatedData) throw new ArgumentException("Associated data has at most 32 bytes.", nameof(associatedData));
    }

    private static bool Refuse(WireRule rule, int offset, string detail, out WireError error)
    {
        error = new(rule, offset, detail);
        return false;
    }

    private static bool Within(int start, ref WireError error)
    {
        error = error.Within(start);
        return false;
    }
}
