using System.Numerics;
using System.Text;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>Writes timestamp and fields as words, in the order that <see cref="Bolt11Terms"/> states.</summary>
/// <remarks>It refuses only what cannot be written; the reader judges the rest when the signed invoice is read back.</remarks>
internal sealed class Bolt11Writer
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<byte> _words = new(512);
    private readonly int _start;
    private WireError _error;

    private Bolt11Writer(int start) => _start = start;

    /// <summary>Writes the data without its signature.</summary>
    /// <param name="terms">What to write.</param>
    /// <param name="start">Length of the human-readable part and the separator, from which errors count.</param>
    internal static Result<byte[]> Write(Bolt11Terms terms, int start)
    {
        var writer = new Bolt11Writer(start);
        writer.Write(terms);
        return writer._error.Rule == WireRule.None ? writer._words.ToArray() : writer._error;
    }

    private void Write(Bolt11Terms terms)
    {
        if (terms.Timestamp > Bolt11Terms.MaxTimestamp) Fail(WireRule.ValueOutOfRange, "a timestamp has 35 bits");
        if (terms.Amount is { } amount && (amount == Msat.Zero || amount > Msat.Max))
            Fail(WireRule.ValueOutOfRange, "an amount is above zero and at most 21 million bitcoin");
        for (var shift = 30; shift >= 0; shift -= 5) _words.Add((byte)((terms.Timestamp >> shift) & 31));

        WriteBytes(Bolt11Tag.PaymentSecret, terms.PaymentSecret.Value.Span);
        WriteBytes(Bolt11Tag.PaymentHash, terms.PaymentHash.Value.Span);
        if (terms.Description is { } description) WriteText(Bolt11Tag.Description, description);
        if (terms.DescriptionHash is { } hash) WriteBytes(Bolt11Tag.DescriptionHash, hash.Span);
        if (terms.PaymentMetadata is { } metadata) WriteBytes(Bolt11Tag.PaymentMetadata, metadata);
        if (terms.PayeeKey is { } key) WriteBytes(Bolt11Tag.Payee, key.ToArray());
        if (terms.Expiry is { } expiry) WriteNumber(Bolt11Tag.Expiry, expiry);
        if (terms.MinFinalCltvExpiryDelta is { } delta) WriteNumber(Bolt11Tag.MinFinalCltvExpiryDelta, delta);
        foreach (var fallback in terms.Fallbacks) WriteField(Bolt11Tag.Fallback, [fallback.Version, .. Bech32.ToWords(fallback.Program)]);
        foreach (var hint in terms.RouteHints) WriteRoute(hint);
        WriteFeatures(terms.Features);
        foreach (var field in terms.OtherFields) WriteField(field.Tag, field.Words);
    }

    private void WriteText(byte tag, string text)
    {
        try
        {
            WriteBytes(tag, StrictUtf8.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            Fail(WireRule.NotUtf8, "a description has half of a surrogate pair");
        }
    }

    private void WriteRoute(RouteHint hint)
    {
        var writer = new WireWriter(Bolt11Field.MaxBytes);
        foreach (var hop in hint.Hops) hop.WriteTo(writer);
        WriteBytes(Bolt11Tag.RouteHint, writer.WrittenSpan);
    }

    private void WriteFeatures(Features features)
    {
        var bytes = features.Bytes.Span;
        if (bytes.IsEmpty) return;
        var bits = (8 * bytes.Length) - BitOperations.LeadingZeroCount((uint)bytes[0]) + 24;
        var words = new byte[(bits + 4) / 5];
        for (var bit = 0; bit < bits; bit++)
        {
            if (features.IsSet(bit)) words[^((bit / 5) + 1)] |= (byte)(1 << (bit % 5));
        }

        WriteField(Bolt11Tag.Features, words);
    }

    private void WriteNumber(byte tag, ulong value)
    {
        var words = new byte[(64 - BitOperations.LeadingZeroCount(value) + 4) / 5];
        for (var i = 0; i < words.Length; i++) words[^(i + 1)] = (byte)((value >> (5 * i)) & 31);
        WriteField(tag, words);
    }

    private void WriteBytes(byte tag, ReadOnlySpan<byte> bytes) => WriteField(tag, Bech32.ToWords(bytes));

    private void WriteField(byte tag, ReadOnlySpan<byte> words)
    {
        if (words.Length > Bolt11Field.MaxWords) Fail(WireRule.TooLarge, $"a field has at most {Bolt11Field.MaxBytes} bytes");
        if (tag > 31 || words.ContainsAnyExceptInRange((byte)0, (byte)31)) Fail(WireRule.ValueOutOfRange, "a tag and a word have 5 bits");
        if (_words.Count > Bolt11Invoice.MaxLength) Fail(WireRule.TooLarge, $"an invoice has at most {Bolt11Invoice.MaxLength} characters");
        if (_error.Rule != WireRule.None) return;
        _words.Add(tag);
        _words.Add((byte)(words.Length >> 5));
        _words.Add((byte)(words.Length & 31));
        _words.AddRange(words);
    }

    private void Fail(WireRule rule, string detail)
    {
        if (_error.Rule == WireRule.None) _error = new(rule, _start + _words.Count, detail);
    }
}
