using System.Buffers;
using System.Buffers.Binary;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Transport;

/// <summary>What a handshake ends in: messages of up to 65535 bytes, encrypted both ways (BOLT 8, "Lightning Message Specification").</summary>
/// <remarks>
/// One thread may encrypt while another decrypts; each direction is for one thread at a time. Nothing is allocated but at the change of a
/// key, every 500 messages. The first message that cannot be authenticated ends the session for both directions.
/// </remarks>
public sealed class NoiseSession : IDisposable
{
    /// <summary>Longest message, bytes.</summary>
    public const int MaxMessageLength = ushort.MaxValue;

    /// <summary>By how much a message grows when it is encrypted, bytes: its length (2) and two tags (16 each).</summary>
    public const int Overhead = HeadSize + NoiseState.TagSize;

    private const int HeadSize = sizeof(ushort) + NoiseState.TagSize;

    private readonly NoiseCipher _sending;
    private readonly NoiseCipher _receiving;
    private int? _bodyLength;
    private WireError _error;
    private volatile bool _failed;
    private volatile bool _disposed;

    internal NoiseSession(PublicKey remote, NoiseCipher sending, NoiseCipher receiving) =>
        (RemoteStaticKey, _sending, _receiving) = (remote, sending, receiving);

    /// <summary>The node key that the other side proved to have.</summary>
    public PublicKey RemoteStaticKey { get; }

    /// <summary>Whether a message could not be authenticated; the connection must be closed.</summary>
    public bool Failed => _failed;

    /// <summary>Encrypts a message.</summary>
    /// <param name="message">At most 65535 bytes.</param>
    /// <param name="destination">Gets the bytes to send: <see cref="Overhead"/> more than the message has.</param>
    /// <returns>False when the session has failed; nothing is written then.</returns>
    /// <exception cref="ArgumentException">The message is too long; the session goes on.</exception>
    public bool TryEncrypt(ReadOnlySpan<byte> message, IBufferWriter<byte> destination)
    {
        if (message.Length > MaxMessageLength) throw new ArgumentException($"A message has at most {MaxMessageLength} bytes.", nameof(message));
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed) return false;
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
        var frame = destination.GetSpan(message.Length + Overhead)[..(message.Length + Overhead)];
        _sending.Encrypt(length, frame[..sizeof(ushort)], frame[sizeof(ushort)..HeadSize]);
        _sending.Encrypt(message, frame[HeadSize..^NoiseState.TagSize], frame[^NoiseState.TagSize..]);
        destination.Advance(frame.Length);
        return true;
    }

    /// <summary>Decrypts the next message, or as much of it as is there.</summary>
    /// <param name="available">The bytes received and not yet consumed; may be empty and may end anywhere.</param>
    /// <param name="message">Gets the message, all of it or nothing.</param>
    /// <returns>
    /// How far it came, or <see cref="WireRule.BadCiphertext"/> at the part that could not be authenticated. The same error comes back from
    /// every later call.
    /// </returns>
    public Result<NoiseDecryption> Decrypt(in ReadOnlySequence<byte> available, IBufferWriter<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed) return _error;
        var consumed = 0;
        if (_bodyLength is null)
        {
            if (available.Length < HeadSize) return new NoiseDecryption(false, 0, HeadSize);
            Span<byte> head = stackalloc byte[HeadSize], length = stackalloc byte[sizeof(ushort)];
            available.Slice(0, HeadSize).CopyTo(head);
            if (!_receiving.TryDecrypt(head[..sizeof(ushort)], head[sizeof(ushort)..], length)) return Fail(0, "a message's length");
            _bodyLength = BinaryPrimitives.ReadUInt16BigEndian(length);
            consumed = HeadSize;
        }

        var bodyLength = _bodyLength.Value;
        var frameLength = bodyLength + NoiseState.TagSize;
        if (available.Length - consumed < frameLength) return new NoiseDecryption(false, consumed, frameLength);
        var frame = available.Slice(consumed, frameLength);
        var plaintext = message.GetSpan(bodyLength)[..bodyLength];
        if (!TryDecryptBody(frame, plaintext)) return Fail(consumed, "a message");
        _bodyLength = null;
        message.Advance(bodyLength);
        return new NoiseDecryption(true, consumed + frameLength, HeadSize);
    }

    /// <summary>Zeroes the keys. Both directions must be at rest; later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _disposed = true;
        _sending.Dispose();
        _receiving.Dispose();
    }

    private bool TryDecryptBody(in ReadOnlySequence<byte> frame, Span<byte> plaintext)
    {
        if (frame.IsSingleSegment)
            return _receiving.TryDecrypt(frame.FirstSpan[..plaintext.Length], frame.FirstSpan[plaintext.Length..], plaintext);
        Span<byte> tag = stackalloc byte[NoiseState.TagSize];
        frame.Slice(0, plaintext.Length).CopyTo(plaintext);
        frame.Slice(plaintext.Length).CopyTo(tag);
        return _receiving.TryDecrypt(plaintext, tag, plaintext);
    }

    private WireError Fail(int offset, string part)
    {
        _error = new(WireRule.BadCiphertext, offset, $"{part} could not be authenticated");
        _failed = true;
        _receiving.Dispose();
        return _error;
    }
}
