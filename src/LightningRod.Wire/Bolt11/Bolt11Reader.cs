using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>Reads timestamp and fields from words in one pass; the first rule that is broken sticks (BOLT 11, "Tagged Fields").</summary>
internal ref struct Bolt11Reader
{
    internal const int TimestampWords = 7;

    private const int HeaderWords = 3;
    private const int HashWords = 52;
    private const int KeyWords = 53;

    private readonly ByteString _words;
    private readonly int _start;
    private int _offset;
    private WireError _error;

    private ulong _timestamp;
    private PaymentHash? _paymentHash;
    private PaymentSecret? _paymentSecret;
    private string? _description;
    private Bytes32? _descriptionHash;
    private ByteString? _paymentMetadata;
    private PublicKey? _payee;
    private ulong? _expiry;
    private uint? _minFinalCltvExpiryDelta;
    private Features? _features;
    private List<Bolt11Fallback>? _fallbacks;
    private List<RouteHint>? _routeHints;
    private List<Bolt11Field>? _others;

    private Bolt11Reader(ByteString words, int start) => (_words, _start, _offset) = (words, start, start);

    /// <summary>Reads the data without its signature.</summary>
    /// <param name="prefix">Currency and amount.</param>
    /// <param name="words">At least <see cref="TimestampWords"/> words.</param>
    /// <param name="start">Offset of the first word in the text, from which errors count.</param>
    internal static Result<Bolt11Terms> Read(Bolt11Prefix prefix, ByteString words, int start)
    {
        var reader = new Bolt11Reader(words, start);
        reader.ReadAll();
        return reader._error.Rule == WireRule.None ? reader.ToTerms(prefix) : reader._error;
    }

    private void ReadAll()
    {
        foreach (var word in _words.Span[..TimestampWords]) _timestamp = (_timestamp << 5) | word;
        var position = TimestampWords;
        while (position < _words.Length && _error.Rule == WireRule.None)
        {
            _offset = _start + position;
            if (_words.Length - position < HeaderWords)
            {
                Fail(WireRule.UnexpectedEnd, "a field without its length");
                return;
            }

            var header = _words.Span.Slice(position, HeaderWords);
            var length = (header[1] << 5) | header[2];
            position += HeaderWords;
            if (length > _words.Length - position)
            {
                Fail(WireRule.UnexpectedEnd, "a field goes beyond the end");
                return;
            }

            var field = new Bolt11Field(header[0], _words.Slice(position, length));
            position += length;
            if (!TryRead(field.Tag, field.Words)) (_others ??= []).Add(field);
        }

        _offset = _start + position;
        if (_error.Rule == WireRule.None) CheckAll();
    }

    /// <returns>False for a field that a reader skips.</returns>
    private bool TryRead(byte tag, ReadOnlySpan<byte> words)
    {
        switch (tag)
        {
            case Bolt11Tag.PaymentHash when _paymentHash is null && words.Length == HashWords:
                _paymentHash = new PaymentHash(ReadBytes32(words));
                return true;
            case Bolt11Tag.PaymentSecret when _paymentSecret is null && words.Length == HashWords:
                _paymentSecret = new PaymentSecret(ReadBytes32(words));
                return true;
            case Bolt11Tag.DescriptionHash when _descriptionHash is null && words.Length == HashWords:
                _descriptionHash = ReadBytes32(words);
                return true;
            case Bolt11Tag.Payee when _payee is null && words.Length == KeyWords:
                if (PublicKey.TryParse(ReadBytes(words), out var key)) _payee = key;
                else Fail(WireRule.NotAPoint, "the payee's key is no point of the curve");
                return true;
            case Bolt11Tag.Description when _description is null:
                var text = new WireReader(ReadBytes(words));
                _description = text.ReadUtf8();
                if (text.Failed) Fail(WireRule.NotUtf8, "the description is not UTF-8");
                return true;
            case Bolt11Tag.PaymentMetadata when _paymentMetadata is null:
                _paymentMetadata = ByteString.Own(ReadBytes(words));
                return true;
            case Bolt11Tag.Expiry when _expiry is null:
                _expiry = ReadNumber(words, ulong.MaxValue);
                return true;
            case Bolt11Tag.MinFinalCltvExpiryDelta when _minFinalCltvExpiryDelta is null:
                _minFinalCltvExpiryDelta = (uint)ReadNumber(words, uint.MaxValue);
                return true;
            case Bolt11Tag.Features when _features is null:
                _features = ReadFeatures(words);
                return true;
            case Bolt11Tag.Fallback when words.IsEmpty || Bolt11Fallback.IsKnown(words[0]):
                ReadFallback(words);
                return true;
            case Bolt11Tag.RouteHint:
                ReadRoute(words);
                return true;
            default:
                return false;
        }
    }

    private void ReadFallback(ReadOnlySpan<byte> words)
    {
        if (words.IsEmpty)
        {
            Fail(WireRule.WrongLength, "a fallback address without a version");
            return;
        }

        var fallback = new Bolt11Fallback(words[0], ByteString.Own(ReadBytes(words[1..])));
        if (!fallback.HasAllowedLength) Fail(WireRule.WrongLength, $"a fallback address of version {fallback.Version} has another length");
        (_fallbacks ??= []).Add(fallback);
    }

    private void ReadRoute(ReadOnlySpan<byte> words)
    {
        var reader = new WireReader(ReadBytes(words));
        if (reader.Remaining == 0 || reader.Remaining % RouteHintHop.Size != 0)
        {
            Fail(WireRule.WrongLength, $"a route hint has one or more entries of {RouteHintHop.Size} bytes");
            return;
        }

        var hops = new RouteHintHop[reader.Remaining / RouteHintHop.Size];
        for (var i = 0; i < hops.Length; i++) hops[i] = RouteHintHop.Read(ref reader);
        if (reader.Failed) Fail(reader.Error.Rule, "a node id in a route hint begins with 02 or 03");
        (_routeHints ??= []).Add(new RouteHint(hops));
    }

    private Features ReadFeatures(ReadOnlySpan<byte> words)
    {
        if (words is [0, ..]) Fail(WireRule.NotMinimal, "feature bits begin with a zero word");
        // The lowest bit is the last word's, so that the padding stands in front.
        var bytes = new byte[(words.Length * 5 + 7) / 8];
        for (var i = 0; i < words.Length; i++)
        {
            var (at, shift) = Math.DivRem(5 * i, 8);
            var bits = words[^(i + 1)] << shift;
            bytes[^(at + 1)] |= (byte)bits;
            if (bits > 0xff) bytes[^(at + 2)] |= (byte)(bits >> 8);
        }

        return Features.FromBytes(bytes);
    }

    /// <param name="words">The number, most significant word first.</param>
    /// <param name="max">Its bound: all bits set.</param>
    private ulong ReadNumber(ReadOnlySpan<byte> words, ulong max)
    {
        if (words is [0, ..]) Fail(WireRule.NotMinimal, "a number begins with a zero word");
        ulong value = 0;
        foreach (var word in words)
        {
            if (value > max >> 5)
            {
                Fail(WireRule.ValueOutOfRange, $"a number is above {max}");
                return 0;
            }

            value = (value << 5) | word;
        }

        return value;
    }

    private Bytes32 ReadBytes32(ReadOnlySpan<byte> words)
    {
        var bytes = ReadBytes(words);
        return bytes.Length == Bytes32.Size ? new Bytes32(bytes) : default;
    }

    private byte[] ReadBytes(ReadOnlySpan<byte> words)
    {
        if (Bech32.ToBytes(words).TryGet(out var bytes, out var error)) return bytes;
        Fail(error.Rule, error.Detail);
        return [];
    }

    private void CheckAll()
    {
        Require(_paymentHash is not null, Bolt11Tag.PaymentHash, "p, the payment hash,");
        Require(_paymentSecret is not null, Bolt11Tag.PaymentSecret, "s, the payment secret,");
        Require(_description is not null || _descriptionHash is not null, Bolt11Tag.DescriptionHash, "d or h, a description or its hash,");
        if (_description is not null && _descriptionHash is not null) Fail(WireRule.ForbiddenField, "a description and a hash of one");

        if (_features is not { } features) return;
        if (features.UnknownRequired(Bolt11Terms.KnownFeatures) is [var bit, ..])
            Fail(WireRule.UnknownRequiredFeature, $"the payee demands {Features.NameOf(bit)}");
        if (features.Has(FeatureBit.BasicMpp) && !features.Has(FeatureBit.PaymentSecret))
            Fail(WireRule.MissingField, "the feature basic_mpp is set without payment_secret, on which it depends");
    }

    private void Require(bool present, byte tag, string name)
    {
        if (present) return;
        foreach (var field in _others ?? [])
        {
            if (field.Tag == tag) Fail(WireRule.WrongLength, $"{name} has another length than {HashWords} words");
        }

        Fail(WireRule.MissingField, $"{name} is missing");
    }

    private void Fail(WireRule rule, string detail)
    {
        if (_error.Rule == WireRule.None) _error = new(rule, _offset, detail);
    }

    private readonly Bolt11Terms ToTerms(Bolt11Prefix prefix) => new()
    {
        Currency = prefix.Currency,
        Amount = prefix.Amount,
        Timestamp = _timestamp,
        PaymentHash = _paymentHash!.Value,
        PaymentSecret = _paymentSecret!.Value,
        Description = _description,
        DescriptionHash = _descriptionHash,
        PaymentMetadata = _paymentMetadata,
        PayeeKey = _payee,
        Expiry = _expiry,
        MinFinalCltvExpiryDelta = _minFinalCltvExpiryDelta,
        Features = _features ?? Features.None,
        Fallbacks = _fallbacks ?? [],
        RouteHints = _routeHints ?? [],
        OtherFields = _others ?? [],
    };
}
