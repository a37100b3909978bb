using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Encodings;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private static FuzzTarget[] Invoices() =>
    [
        FuzzTarget.Text("Bech32", text => Bech32.Decode(text, Bech32.MaxLimit), read => Bech32.Encode(read.Variant, read.Prefix, read.Words.Span, Bech32.MaxLimit), "bech32/bech32.json", "bech32/bech32m.json") with { Canonical = LowerCase },
        FuzzTarget.Text("SegwitAddress", SegwitAddress.Decode, address => address.ToString(), "bech32/bech32.json", "bech32/bech32m.json") with { Canonical = LowerCase },
        FuzzTarget.Text("Bolt11Invoice", Bolt11Invoice.Decode, invoice => invoice.Text, "bolt11/invoices.json") with { Canonical = LowerCase },
    ];
}
