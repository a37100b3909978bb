using System.Security.Cryptography;
using System.Text;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Cryptography;

/// <summary>
/// What a node's <c>signmessage</c> makes: a recoverable signature over SHA256(SHA256("Lightning Signed Message:" || message)), as lnd, Core
/// Lightning, eclair and LDK write it. Raw form: 31 + recovery id, r, s, 65 bytes. Text form: z-base-32 of these, 104 characters.
/// </summary>
/// <remarks>It proves who signed, and is no name for what was signed: from one signature anyone can make a second valid one, with high s.</remarks>
public sealed record MessageSignature
{
    /// <summary>Length of the raw form, bytes.</summary>
    public const int Size = 1 + RecoverableSignature.CompactSize;

    /// <summary>Length of the text form, characters.</summary>
    public const int TextLength = Size * 8 / 5;

    private const string Prefix = "Lightning Signed Message:";
    private const byte FirstHeader = 31;
    private const byte LastHeader = FirstHeader + 3;

    private MessageSignature(RecoverableSignature signature) => Signature = signature;

    /// <summary>r, s and the recovery id.</summary>
    public RecoverableSignature Signature { get; }

    /// <summary>Signs a message.</summary>
    /// <param name="key">The node's private key.</param>
    /// <param name="message">The message, signed as UTF-8.</param>
    public static MessageSignature Sign(PrivateKey key, string message) => new(RecoverableSignature.Sign(key, Digest(message)));

    /// <summary>Reads the raw form.</summary>
    /// <param name="raw">65 bytes.</param>
    /// <returns>The signature, or <see cref="WireRule.WrongLength"/>, or <see cref="WireRule.ValueOutOfRange"/> for the first byte.</returns>
    public static Result<MessageSignature> Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Length != Size) return new WireError(WireRule.WrongLength, Math.Min(raw.Length, Size), "a message signature has 65 bytes");
        return raw[0] is < FirstHeader or > LastHeader
            ? new WireError(WireRule.ValueOutOfRange, 0, "the first byte is not 31 to 34")
            : new MessageSignature(new RecoverableSignature(ByteString.CopyOf(raw[1..]), (byte)(raw[0] - FirstHeader)));
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">104 characters of z-base-32, as <c>zbase</c> of Core Lightning and <c>signature</c> of lnd hold them.</param>
    /// <returns>The signature, or what <see cref="ZBase32.Decode"/> and the raw form give; offsets count characters.</returns>
    public static Result<MessageSignature> Parse(ReadOnlySpan<char> text)
    {
        if (text.Length != TextLength)
            return new WireError(WireRule.WrongLength, Math.Min(text.Length, TextLength), "the text of a message signature has 104 characters");
        return ZBase32.Decode(text).TryGet(out var raw, out var error) ? Parse(raw.Span) : error;
    }

    /// <summary>The key that signed the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">The key when true is returned; any signature and message give some key, so compare it.</param>
    /// <returns>False when no key fits, or r or s is out of range. High s is accepted, as by Core Lightning and lnd.</returns>
    public bool TryRecover(string message, out PublicKey key) => Signature.TryRecover(Digest(message), out key);

    /// <summary>Whether a key signed the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">The key.</param>
    public bool Verify(string message, PublicKey key)
    {
        _ = key.Checked();
        return TryRecover(message, out var signer) && signer == key;
    }

    /// <summary>The raw form, 65 bytes.</summary>
    public byte[] ToArray() => [(byte)(FirstHeader + Signature.RecoveryId), .. Signature.Compact.Span];

    /// <summary>The text form, 104 characters.</summary>
    public override string ToString() => ZBase32.Encode(ToArray());

    private static byte[] Digest(string message) => SHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(Prefix + message)));
}
