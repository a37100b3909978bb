using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>Reads a value of a field.</summary>
internal delegate T FieldParser<out T>(ref WireReader value);

/// <summary>The records of one message: first they are split and their types checked, then each field is asked for by its type.</summary>
/// <remarks>
/// As with <see cref="WireReader"/> the first broken rule sticks and later reads give null, so a parser reads straight through and asks once,
/// with <see cref="Complete"/>. The input is copied once; records and byte fields are slices of the copy.
/// </remarks>
internal sealed class FieldReader
{
    private readonly List<TlvRecord> _records;
    private readonly List<int> _valueOffsets;
    private readonly bool[] _asked;
    private WireError _error;

    private FieldReader(ByteString bytes, List<TlvRecord> records, List<int> valueOffsets)
    {
        (Bytes, _records, _valueOffsets) = (bytes, records, valueOffsets);
        _asked = new bool[records.Count];
    }

    internal ByteString Bytes { get; }

    internal TlvStream Records => TlvStream.FromSorted(_records);

    private bool Failed => _error.Rule != WireRule.None;

    internal static Result<FieldReader> Open(ReadOnlySpan<byte> bytes, FieldGroups allowed)
    {
        if (bytes.Length > Bolt12Message.MaxSize)
            return new WireError(WireRule.TooLarge, Bolt12Message.MaxSize, $"more than {Bolt12Message.MaxSize} bytes");
        var copy = ByteString.CopyOf(bytes);
        var tlvs = new TlvReader(copy.Span);
        var (records, valueOffsets) = (new List<TlvRecord>(), new List<int>());
        while (tlvs.Next(out var type, out var value))
        {
            if ((FieldRanges.GroupOf(type) & allowed) == 0)
                tlvs.Fail(WireRule.TypeOutOfRange, $"type {type} does not belong into this message");
            else if (records.Count == Bolt12Message.MaxRecords)
                tlvs.Fail(WireRule.TooLarge, $"more than {Bolt12Message.MaxRecords} records");
            valueOffsets.Add(value.Offset);
            records.Add(new TlvRecord(type, copy.Slice(value.Offset, value.Remaining)));
            value.ReadRestSpan();
            tlvs.Close(ref value);
        }

        return tlvs.Complete(new FieldReader(copy, records, valueOffsets));
    }

    internal T? Value<T>(ulong type, FieldParser<T> parse)
        where T : struct
    {
        var parsed = Parse(type, parse, out var found);
        return found ? parsed : null;
    }

    internal ByteString? ReadBytes(ulong type) => Find(type, ask: true) is >= 0 and var i && !Failed ? _records[i].Value : null;

    internal string? ReadUtf8(ulong type) => Parse(type, (ref value) => value.ReadUtf8(), out _);

    internal ulong? ReadUInt64(ulong type) => Value(type, (ref value) => value.ReadTruncatedUInt64());

    internal PublicKey? ReadPublicKey(ulong type) => Value(type, (ref value) => value.ReadPublicKey());

    /// <summary>An amount, at most all bitcoin.</summary>
    internal Msat? ReadMsat(ulong type)
    {
        var amount = ReadUInt64(type);
        if (amount > Msat.Max.Value) Fail(WireRule.ValueOutOfRange, type, "more than 21 million bitcoin");
        return amount is { } value ? new Msat(value) : null;
    }

    /// <summary>Feature bits, of which every even one must be known.</summary>
    internal Features? ReadFeatures(ulong type, params ReadOnlySpan<int> known)
    {
        var features = Value(type, (ref value) => Features.FromBytes(value.ReadRestSpan()));
        if (features?.UnknownRequired(known) is [var bit, ..]) Fail(WireRule.UnknownRequiredFeature, type, $"feature bit {bit} is even and unknown");
        return features;
    }

    internal ValueList<BlindedPath>? ReadPaths(ulong type) =>
        Value<ValueList<BlindedPath>>(type, (ref value) => [.. BlindedPath.ReadList(ref value, Bolt12Message.MaxEntries)]);

    internal ValueList<T>? ReadList<T>(ulong type, FieldParser<T> parse) => Value<ValueList<T>>(type, (ref value) =>
    {
        var list = new List<T>();
        while (value.Remaining > 0)
        {
            if (list.Count == Bolt12Message.MaxEntries) value.Fail(WireRule.TooLarge, $"more than {Bolt12Message.MaxEntries} entries");
            list.Add(parse(ref value));
        }

        return [.. list];
    });

    /// <summary>The odd records of some groups that nobody asked for; an even one breaks a rule.</summary>
    internal TlvStream ReadUnknowns(FieldGroups groups)
    {
        List<TlvRecord>? unknowns = null;
        for (var i = 0; i < _records.Count; i++)
        {
            var record = _records[i];
            if (_asked[i] || (FieldRanges.GroupOf(record.Type) & groups) == 0) continue;
            if (record.IsEven) Fail(WireRule.UnknownEvenType, record.Type, "an even type that is not known");
            (unknowns ??= []).Add(record);
        }

        return TlvStream.FromSorted(unknowns);
    }

    /// <summary>The signature, if there is one; the other records of the signatures' range are only looked at.</summary>
    internal ByteString? ReadSignature()
    {
        var signature = Value(InvoiceTlv.Signature, (ref value) => value.ReadBytes(Bip340.SignatureSize));
        _ = ReadUnknowns(FieldGroups.Signature);
        return signature;
    }

    internal void Verify(Bolt12Signature scheme, PublicKey? key, ByteString? signature)
    {
        if (Failed || key is not { } signer || signature is not { } bytes) return;
        if (!scheme.Verify(signer, Records, bytes)) Fail(WireRule.BadSignature, InvoiceTlv.Signature, "the signature is not valid");
    }

    internal void Require(ulong type)
    {
        if (Find(type) < 0) Fail(WireRule.MissingField, type, "the field is missing");
    }

    internal void Forbid(ulong type)
    {
        if (Find(type) >= 0) Fail(WireRule.ForbiddenField, type, "the field must not be here");
    }

    /// <summary>Notes a broken rule, if it is the first, at the field's record, or at the end of the message when it has none.</summary>
    internal void Fail(WireRule rule, ulong type, string detail)
    {
        if (!Failed) _error = new(rule, OffsetOf(Records, type), $"{NameOf(type)}: {detail}");
    }

    /// <summary>The message if no rule was broken, else the error.</summary>
    internal Result<T> Complete<T>(Func<T> message) => Failed ? _error : message();

    internal static int OffsetOf(TlvStream records, ulong type)
    {
        var offset = 0;
        for (var i = 0; i < records.Count && records[i].Type != type; i++) offset += records[i].EncodedLength;
        return offset;
    }

    internal static string NameOf(ulong type)
    {
        var row = WireNumbers.Find(nameof(OfferTlv), type)
            ?? WireNumbers.Find(nameof(InvoiceRequestTlv), type)
            ?? WireNumbers.Find(nameof(InvoiceTlv), type);
        return row?.Name ?? $"type {type}";
    }

    private T? Parse<T>(ulong type, FieldParser<T> parse, out bool found)
    {
        found = false;
        if (Find(type, ask: true) is not (>= 0 and var i) || Failed) return default;
        var value = new WireReader(_records[i].Value, _valueOffsets[i]);
        var parsed = parse(ref value);
        if (value.Remaining > 0) value.Fail(WireRule.WrongLength, "the value is too long");
        if (value.Failed)
        {
            _error = value.Error with { Detail = $"{NameOf(type)}: {value.Error.Detail}" };
            return default;
        }

        found = true;
        return parsed;
    }

    private int Find(ulong type, bool ask = false)
    {
        var i = _records.FindIndex(record => record.Type == type);
        if (ask && i >= 0) _asked[i] = true;
        return i;
    }
}
