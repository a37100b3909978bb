using System.Security.Cryptography;
using System.Text;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Bolt11;

/// <summary>An invoice put together field by field and signed, whatever the fields say: what a stranger may send.</summary>
internal sealed class RawInvoice
{
    internal const string Hash = "qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypq";
    internal const string Secret = "zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs";
    internal const string OtherSecret = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

    /// <summary>Every test of the specification is signed with this key.</summary>
    internal static readonly PrivateKey Key = PrivateKey.FromHex("e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734");

    private readonly StringBuilder _data = new("pvjluez");
    private readonly string _prefix;

    internal RawInvoice(string prefix = "lnbc") => _prefix = prefix;

    /// <summary>An invoice that has what is needed: secret, payment hash and an empty description.</summary>
    internal static RawInvoice Minimal(string prefix = "lnbc") => new RawInvoice(prefix).Add('s', Secret).Add('p', Hash).Add('d', "");

    /// <summary>Characters before the signature.</summary>
    internal int UnsignedLength => _prefix.Length + 1 + _data.Length;

    internal RawInvoice Add(char tag, string data)
    {
        _data.Append(tag).Append(Bech32.EncodeWords([(byte)(data.Length >> 5), (byte)(data.Length & 31)])).Append(data);
        return this;
    }

    internal RawInvoice Add(char tag, params byte[] bytes) => Add(tag, Bech32.EncodeWords(Bech32.ToWords(bytes)));

    internal RawInvoice AddRaw(string data)
    {
        _data.Append(data);
        return this;
    }

    internal string Sign(Func<RecoverableSignature, RecoverableSignature>? change = null, Bech32Variant variant = Bech32Variant.Bech32)
    {
        var words = Bech32.DecodeWords(_data.ToString()).Value;
        var signature = RecoverableSignature.Sign(Key, Sha256(words));
        signature = change?.Invoke(signature) ?? signature;
        byte[] all = [.. words, .. Bech32.ToWords([.. signature.Compact.Span, signature.RecoveryId])];
        return Bech32.Encode(variant, _prefix, all, Bech32.MaxLimit);
    }

    /// <summary>The hash by the letter of the specification: bits one after the other, zero bits up to a whole byte.</summary>
    private byte[] Sha256(byte[] words)
    {
        var bits = string.Concat(words.Select(word => Convert.ToString(word, 2).PadLeft(5, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return SHA256.HashData([.. Encoding.ASCII.GetBytes(_prefix), .. bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2))]);
    }
}
