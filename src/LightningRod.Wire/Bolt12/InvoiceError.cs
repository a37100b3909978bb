using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Bolt12;

/// <summary>Why an invoice request or an invoice was refused, sent back over its reply path (BOLT 12, "Invoice Errors").</summary>
/// <param name="Error"><c>error</c>: a text for people, from a stranger.</param>
public sealed record InvoiceError(string Error)
{
    /// <summary><c>erroneous_field</c>: type of the field that was wrong.</summary>
    public ulong? ErroneousField { get; init; }

    /// <summary><c>suggested_value</c>: what that field could hold instead; only together with <see cref="ErroneousField"/>.</summary>
    public ByteString? SuggestedValue { get; init; }

    /// <summary>Odd records that this library does not know.</summary>
    public TlvStream Unknowns { get; init; }

    /// <summary>Reads an error.</summary>
    /// <param name="bytes">The TLV stream.</param>
    /// <returns>
    /// The error, or the broken rule: too large, an unknown even type, a malformed field, no text, a suggestion without the field that it is for.
    /// </returns>
    public static Result<InvoiceError> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Bolt12Message.MaxSize)
            return new WireError(WireRule.TooLarge, Bolt12Message.MaxSize, $"more than {Bolt12Message.MaxSize} bytes");
        var tlvs = new TlvReader(bytes);
        string? error = null;
        ulong? field = null;
        ByteString? suggestion = null;
        for (var count = 0; tlvs.Next(out var type, out var value); count++)
        {
            if (count == Bolt12Message.MaxRecords) tlvs.Fail(WireRule.TooLarge, $"more than {Bolt12Message.MaxRecords} records");
            switch (type)
            {
                case InvoiceErrorTlv.ErroneousField:
                    field = value.ReadTruncatedUInt64();
                    break;
                case InvoiceErrorTlv.SuggestedValue:
                    suggestion = value.ReadRest();
                    if (field is null) tlvs.Fail(WireRule.ForbiddenField, "suggested_value without erroneous_field");
                    break;
                case InvoiceErrorTlv.Error:
                    error = value.ReadUtf8();
                    break;
                default:
                    tlvs.Unknown(ref value);
                    break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(error is not null, "error");
        return tlvs.Complete(new InvoiceError(error ?? "") { ErroneousField = field, SuggestedValue = suggestion, Unknowns = tlvs.Unknowns });
    }

    /// <summary>The TLV stream.</summary>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public byte[] ToArray() => new TlvWriter()
        .AddTruncated(InvoiceErrorTlv.ErroneousField, ErroneousField)
        .AddBytes(InvoiceErrorTlv.SuggestedValue, SuggestedValue)
        .AddUtf8(InvoiceErrorTlv.Error, Error)
        .AddRange(Unknowns)
        .ToArray();
}
