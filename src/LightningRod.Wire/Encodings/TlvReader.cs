namespace LightningRod.Wire.Encodings;

/// <summary>Goes through the records of a TLV stream in one pass, without copies (BOLT 1, "Type-Length-Value Format").</summary>
/// <remarks>
/// <code>
/// var tlvs = new TlvReader(reader);
/// while (tlvs.Next(out var type, out var value))
/// {
///     switch (type)
///     {
///         case OfferTlv.Amount: amount = value.ReadTruncatedUInt64(); break;
///         default: tlvs.Unknown(ref value); break;
///     }
///     tlvs.Close(ref value);
/// }
/// </code>
/// Types must strictly increase; every value must be read to its end; an unknown even type is refused and an unknown odd one kept.
/// </remarks>
public ref struct TlvReader
{
    private WireReader _reader;
    private ulong _lastType;
    private bool _any;
    private int _recordOffset;
    private List<TlvRecord>? _unknown;

    /// <summary>Reads the records of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The whole stream.</param>
    /// <param name="start">Offset of the stream in an outer input; errors are told from there.</param>
    public TlvReader(ReadOnlySpan<byte> bytes, int start = 0)
        : this(new WireReader(bytes, start))
    {
    }

    /// <summary>Reads the records of all that is left in <paramref name="reader"/>.</summary>
    /// <param name="reader">A reader at the start of the stream.</param>
    public TlvReader(WireReader reader) => _reader = reader;

    /// <summary>Whether a rule was broken.</summary>
    public readonly bool Failed => _reader.Failed;

    /// <summary>The first rule that was broken.</summary>
    public readonly WireError Error => _reader.Error;

    /// <summary>Offset of the present record's type.</summary>
    public readonly int RecordOffset => _recordOffset;

    /// <summary>The unknown odd records that were kept, in the stream's order.</summary>
    public readonly TlvStream Unknowns => TlvStream.FromSorted(_unknown);

    /// <summary>Goes to the next record.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">A reader of its value; give it back with <see cref="Close"/>.</param>
    /// <returns>False at the end of the stream and after a broken rule.</returns>
    public bool Next(out ulong type, out WireReader value)
    {
        type = 0;
        value = default;
        if (_reader.Remaining == 0) return false;
        _recordOffset = _reader.Offset;
        type = _reader.ReadBigSize();
        if (_any && type <= _lastType) _reader.Fail(new(WireRule.TypeOrder, _recordOffset, $"type {type} follows type {_lastType}"));
        var length = _reader.ReadBigSizeLength();
        value = _reader.ReadReader(length);
        (_lastType, _any) = (type, true);
        return !_reader.Failed;
    }

    /// <summary>Ends the present record: its value must have been read to the end.</summary>
    /// <param name="value">The reader of its value.</param>
    public void Close(ref WireReader value)
    {
        if (value is { Failed: false, Remaining: > 0 }) value.Fail(WireRule.WrongLength, $"the value of type {_lastType} is too long");
        _reader.Close(ref value);
    }

    /// <summary>Keeps the present record, whose type the caller does not know, or refuses it when the type is even.</summary>
    /// <param name="value">The reader of its value.</param>
    public void Unknown(ref WireReader value)
    {
        if (_lastType % 2 == 0)
            _reader.Fail(new(WireRule.UnknownEvenType, _recordOffset, $"type {_lastType} is even and unknown"));
        else
            (_unknown ??= []).Add(new TlvRecord(_lastType, value.ReadRest()));
    }

    /// <summary>Notes a broken rule at the present record.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="detail">One phrase for people.</param>
    public void Fail(WireRule rule, string detail) => _reader.Fail(new(rule, _recordOffset, detail));

    /// <summary>Refuses the stream for a record that is missing; the offset is the stream's end.</summary>
    /// <param name="present">Whether it was there.</param>
    /// <param name="name">The record's name in the specification.</param>
    public void Require(bool present, string name)
    {
        if (!present && !Failed) _reader.Fail(WireRule.MissingField, $"{name} is missing");
    }

    /// <summary>The value if no rule was broken, else the error.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">What was built from the records.</param>
    public readonly Result<T> Complete<T>(T value) => Failed ? Error : value;
}
