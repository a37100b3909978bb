using System.Security.Cryptography;
using System.Text;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>The signed part of an invoice: human-readable part, timestamp and fields (BOLT 11).</summary>
/// <param name="prefix">The human-readable part in lower case.</param>
/// <param name="words">The data without the signature.</param>
internal readonly ref struct Bolt11Text(ReadOnlySpan<char> prefix, ReadOnlySpan<byte> words)
{
    /// <summary>Length of r, s and the recovery id, words.</summary>
    internal const int SignatureWords = (RecoverableSignature.CompactSize + 1) * 8 / 5;

    private readonly ReadOnlySpan<char> _prefix = prefix;
    private readonly ReadOnlySpan<byte> _words = words;

    /// <summary>SHA-256 of the prefix as bytes and the words packed into bytes, padded with zero bits.</summary>
    internal Bytes32 SigningHash()
    {
        var bits = _words.Length * 5;
        var length = _prefix.Length + ((bits + 7) / 8);
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var packed = bytes[Encoding.ASCII.GetBytes(_prefix, bytes)..];
        var rest = Bech32.Pack(_words, packed[..(bits / 8)]);
        if (bits % 8 != 0) packed[^1] = (byte)(rest << (8 - (bits % 8)));
        return Bytes32.Sha256(bytes);
    }

    /// <summary>The invoice with a signature over <see cref="SigningHash"/>.</summary>
    /// <param name="signature">64 bytes and a recovery id.</param>
    internal Result<string> WithSignature(RecoverableSignature signature)
    {
        var length = _prefix.Length + 1 + _words.Length + SignatureWords + Bech32.ChecksumLength;
        if (signature.Compact.Length != RecoverableSignature.CompactSize)
            return new WireError(WireRule.WrongLength, _prefix.Length + 1 + _words.Length, "a signature has 64 bytes and a recovery id");
        if (length > Bolt11Invoice.MaxLength)
            return new WireError(WireRule.TooLarge, Bolt11Invoice.MaxLength, $"an invoice has at most {Bolt11Invoice.MaxLength} characters");

        byte[] words = [.. _words, .. Bech32.ToWords([.. signature.Compact.Span, signature.RecoveryId])];
        return Bech32.Encode(Bech32Variant.Bech32, _prefix, words, Bolt11Invoice.MaxLength);
    }
}
