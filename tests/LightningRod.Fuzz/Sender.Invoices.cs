using System.Security.Cryptography;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Fuzz;

internal static partial class Sender
{
    /// <summary>
    /// A signed BOLT 11 invoice of records: type 0 is the human-readable part. Of other types the lowest five bits are the tag; the next one
    /// tells that the value is words and not bytes; with 0 for the tag, words are written as they are and make no field.
    /// </summary>
    internal static string Invoice(byte[] input)
    {
        if (!TlvStream.Parse(input).TryGet(out var records, out _)) records = TlvStream.Of(new TlvRecord(64, ByteString.Own(input)));
        var prefix = Prefix(records.Find(0) ?? default);
        var words = new List<byte> { 1, 12, 18, 31, 28, 25, 2 };
        foreach (var (type, value) in records.Where(record => record.Type != 0).Select(record => (record.Type, record.Value)))
        {
            var field = (type & 32) != 0 || type % 32 == 0 ? [.. value.ToArray().Select(b => (byte)(b & 31))] : Bech32.ToWords(value);
            if (field.Length > Bolt11Field.MaxWords) field = field[..Bolt11Field.MaxWords];
            if (type % 32 != 0) words.AddRange([(byte)(type % 32), (byte)(field.Length >> 5), (byte)(field.Length & 31)]);
            words.AddRange(field);
        }

        const int SignatureWords = 104;
        byte[] signed = [.. words.Take(Bolt11Invoice.MaxLength - prefix.Length - 1 - SignatureWords - Bech32.ChecksumLength)];
        var signature = RecoverableSignature.Sign(Hop, SHA256.HashData([.. prefix.Select(c => (byte)c), .. Packed(signed)]));
        byte[] all = [.. signed, .. Bech32.ToWords([.. signature.Compact.Span, signature.RecoveryId])];
        return Bech32.Encode(Bech32Variant.Bech32, prefix, all, Bolt11Invoice.MaxLength);
    }

    /// <summary>An address: a version and whether the program is words (the first byte), a prefix and a checksum (the second), a program.</summary>
    internal static string Address(byte[] input)
    {
        var (version, how, program) = input is [var v, var h, .. var rest] ? (v, h, rest) : ((byte)0, (byte)0, input);
        string[] prefixes = ["bc", "tb", "bcrt", "bc1"];
        var words = (version & 32) != 0 ? [.. program.Select(b => (byte)(b & 31))] : Bech32.ToWords(program);
        byte[] fitting = [.. (version & 64) != 0 ? [] : (byte[])[(byte)(version & 31)], .. words.Take(77)];
        return Bech32.Encode((how & 4) != 0 ? Bech32Variant.Bech32m : Bech32Variant.Bech32, prefixes[how & 3], fitting);
    }

    /// <summary>A BOLT 12 message of these records, signed by <see cref="Hop"/>; the input itself when there is no record to sign.</summary>
    internal static byte[] Signed(byte[] input, Bolt12Signature scheme)
    {
        if (!TlvStream.Parse(input).TryGet(out var records, out _)) return input;
        if (records.All(record => record.Type is >= InvoiceTlv.Signature and <= InvoiceTlv.LastSignature)) return input;
        var unsigned = TlvStream.Of(records.Where(record => record.Type != InvoiceTlv.Signature));
        return new TlvWriter().AddRange(unsigned).AddBytes(InvoiceTlv.Signature, scheme.Sign(Hop, unsigned, new byte[32])).ToArray();
    }

    private static string Prefix(ByteString text)
    {
        var printable = text.ToArray().Where(c => c is > 0x20 and < 0x7f).Select(c => char.ToLowerInvariant((char)c)).Take(Bech32.MaxPrefixLength);
        return string.Concat(printable) is { Length: > 0 } prefix ? prefix : "lnbc";
    }

    /// <summary>Words as bytes, padded with zero bits.</summary>
    private static byte[] Packed(byte[] words)
    {
        var bytes = new byte[((words.Length * 5) + 7) / 8];
        for (var bit = 0; bit < words.Length * 5; bit++) bytes[bit / 8] |= (byte)(((words[bit / 5] >> (4 - (bit % 5))) & 1) << (7 - (bit % 8)));
        return bytes;
    }
}
