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

    /// <summary>Whose form it has: LDK writes the stream's length before the stream, and reads nothing else.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>Odd records that this library does not know.</summary>
    public TlvStream Unknowns { get; init; }

    /// <summary>Reads an error in the specification's form or in LDK's; no bytes are both.</summary>
    /// <param name="bytes">The TLV stream, or its length and the stream.</param>
    /// <returns>
    /// The error, or the broken rule: too large, an unknown even type, a malformed field, no text, a suggestion without the field that it is for.
    /// </returns>
    public static Result<InvoiceError> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Bolt12Message.MaxSize)
            return new WireError(WireRule.TooLarge, Bolt12Message.MaxSize, $"more than {Bolt12Message.MaxSize} bytes");
        var plain = ParseStream(bytes, 0);
        if (plain.IsOk || !BigSize.TryRead(bytes, out var length, out var prefix, out _) || length != (ulong)(bytes.Length - prefix)) return plain;
        var behindLength = ParseStream(bytes[prefix..], prefix).Map(error => error with { Dialect = Dialect.Ldk });
        return behindLength.IsOk ? behindLength : plain;
    }

    /// <summary>The bytes on the wire, in the form of <see cref="Dialect"/>.</summary>
    /// <exception cref="ArgumentException">An unknown record has the type of a known field that is set.</exception>
    public byte[] ToArray()
    {
        var stream = new TlvWriter()
            .AddTruncated(InvoiceErrorTlv.ErroneousField, ErroneousField)
            .AddBytes(InvoiceErrorTlv.SuggestedValue, SuggestedValue)
            .AddUtf8(InvoiceErrorTlv.Error, Error)
            .AddRange(Unknowns)
            .ToArray();
        return Dialect == Dialect.Ldk ? new WireWriter().WriteBigSize((ulong)stream.Length).Write(stream).ToArray() : stream;
    }

    private static Result<InvoiceError> ParseStream(ReadOnlySpan<byte> bytes, int start)
    {
        var tlvs = new TlvReader(bytes, start);
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
}
