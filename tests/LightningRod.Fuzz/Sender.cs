using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Fuzz;

/// <summary>Somebody who knows the keys and none of the rules: puts any bytes under a MAC, a tag, a checksum or a signature that is valid.</summary>
internal static partial class Sender
{
    /// <summary>A record of an input that is not sent: its first byte says how to send the others.</summary>
    internal const ulong How = ulong.MaxValue;

    private const int HmacSize = Sphinx.HmacSize;

    /// <summary>The key of the vectors' first hop, to which everything is sent, so that their packets open as well.</summary>
    internal static PrivateKey Hop { get; } = KeyOf(0x41);

    /// <summary>The payment hash of the vectors' onions.</summary>
    internal static byte[] Hash { get; } = [.. Enumerable.Repeat((byte)0x42, HmacSize)];

    /// <summary>What the maker of the vectors' onion shares with its five hops.</summary>
    internal static SharedSecrets Secrets { get; } =
        Sphinx.DeriveSecrets(Hop, [.. Enumerable.Range(0x41, 5).Select(b => new OnionHop(KeyOf((byte)b).PublicKey, default))]);

    // The path key is the hop's own key, which is as good as any other; so is the session key of the onions.
    private static byte[] PathSecret { get; } = SecretWith(Hop.PublicKey);

    private static byte[] OnionSecret => PathSecret;

    private static byte[] BlindedOnionSecret { get; } =
        SecretWith(RouteBlinding.Create(Hop, [new BlindedPathStep(Hop.PublicKey, ByteString.Empty)]).Hops[0].BlindedNodeId);

    internal static PrivateKey KeyOf(byte value) => PrivateKey.FromHex(Convert.ToHexString([.. Enumerable.Repeat(value, PrivateKey.Size)]));

    /// <summary>Encrypted data of a blinded hop, its path key <see cref="Hop"/>'s.</summary>
    internal static byte[] Sealed(ReadOnlySpan<byte> data)
    {
        var encrypted = new byte[data.Length + RouteBlinding.TagSize];
        using var aead = new ChaCha20Poly1305(Mac("rho"u8, PathSecret));
        aead.Encrypt(new byte[12], data, encrypted.AsSpan(0, data.Length), encrypted.AsSpan(data.Length));
        return encrypted;
    }

    /// <summary>An onion packet whose hop payloads are these once they are decrypted.</summary>
    internal static byte[] Packet(ReadOnlySpan<byte> payloads, ReadOnlySpan<byte> associatedData, bool blinded = false)
    {
        var secret = blinded ? BlindedOnionSecret : OnionSecret;
        byte[] encrypted = [.. payloads];
        ChaCha20.Xor(Mac("rho"u8, secret), encrypted);
        return [0, .. Hop.PublicKey.ToArray(), .. encrypted, .. Mac(Mac("mu"u8, secret), [.. encrypted, .. associatedData])];
    }

    /// <summary>Hop payloads in which the first hop's is this one.</summary>
    internal static byte[] Frame(ReadOnlySpan<byte> payload, bool isFinal) =>
        [.. new WireWriter().WriteBigSize((ulong)payload.Length).ToArray(), .. payload, .. new byte[HmacSize - 1], (byte)(isFinal ? 0 : 1)];

    /// <summary>A payload without <see cref="How"/>, in which the value of one record is sealed.</summary>
    internal static (byte[] Payload, byte How) Read(byte[] input, ulong sealedType)
    {
        if (!TlvStream.Parse(input).TryGet(out var records, out _)) return (input, 0);
        var how = records.Find(How) is { IsEmpty: false } value ? value.Span[0] : (byte)0;
        var sent = records.Where(record => record.Type != How).Select(record =>
            record.Type == sealedType ? new TlvRecord(sealedType, ByteString.Own(Sealed(record.Value))) : record);
        return (TlvStream.Of(sent).ToArray(), how);
    }

    /// <summary>A failure packet whose body is this one once it is unwrapped; which of the hops sends it depends on the body's length.</summary>
    internal static byte[] Failure(byte[] body)
    {
        var hop = body.Length % Secrets.Count;
        byte[] packet = [.. Mac(Mac("um"u8, Secrets[hop]), body), .. body];
        for (; hop >= 0; hop--) FailurePacket.Wrap(Secrets[hop], packet);
        return packet;
    }

    private static byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => HMACSHA256.HashData(key, data);

    private static byte[] SecretWith(PublicKey key)
    {
        var secret = new byte[HmacSize];
        Hop.Ecdh(key, secret);
        return secret;
    }
}
