using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>An invoice_error (BOLT 12).</summary>
internal static class InvoiceErrorDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        // Under its own name, since "error" beside "kind" would tell programs that the input was refused.
        Read(bytes).Map(error => DecodedNode.Object(new Fields(nameof(OnionMessageTlv)).Add(OnionMessageTlv.InvoiceError, error)));

    internal static Result<DecodedNode> Read(ReadOnlySpan<byte> bytes) => InvoiceError.Parse(bytes).Map(error =>
        DecodedNode.Object(new Fields(nameof(InvoiceErrorTlv))
            .Add(InvoiceErrorTlv.ErroneousField, Values.Number(error.ErroneousField, error.ErroneousField is { } type ? NameOf(type) : ""))
            .Add(InvoiceErrorTlv.SuggestedValue, Values.Bytes(error.SuggestedValue))
            .Add(InvoiceErrorTlv.Error, Values.Text(error.Error))
            .AddUnknown(error.Unknowns)));

    private static string NameOf(ulong field)
    {
        var row = WireNumbers.Find(nameof(OfferTlv), field)
            ?? WireNumbers.Find(nameof(InvoiceRequestTlv), field)
            ?? WireNumbers.Find(nameof(InvoiceTlv), field);
        return row?.Name ?? "";
    }
}
