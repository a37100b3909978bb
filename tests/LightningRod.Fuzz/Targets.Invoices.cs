using System.Text;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private static string[] Bech32Vectors => ["bech32/bech32.json", "bech32/bech32m.json"];

    private static FuzzTarget[] Invoices() =>
    [
        FuzzTarget.Text(
            "Bech32",
            text => Bech32.Decode(text, Bech32.MaxLimit),
            read => Bech32.Encode(read.Variant, read.Prefix, read.Words.Span, Bech32.MaxLimit),
            Bech32Vectors).Allocates(1024, 2) with { Canonical = LowerCase },
        FuzzTarget.Text("SegwitAddress", SegwitAddress.Decode, address => address.ToString(), Bech32Vectors).Allocates(1024) with
        {
            Canonical = LowerCase,
        },
        FuzzTarget.Text("SegwitAddressUnderChecksum", SegwitAddress.Decode, address => address.ToString()).Allocates(1024) with
        {
            Dress = input => Encoding.UTF8.GetBytes(Sender.Address(input)),
        },
        FuzzTarget.Text("Bolt11Invoice", Bolt11Invoice.Decode, invoice => invoice.Text, "bolt11/invoices.json").Allocates(8 * 1024, 48) with
        {
            Canonical = LowerCase,
        },
        FuzzTarget.Text("Bolt11InvoiceUnderSignature", Bolt11Invoice.Decode, SignedAgain).Allocates(8 * 1024, 48) with
        {
            Dress = input => Encoding.UTF8.GetBytes(Sender.Invoice(input)),
            Canonical = _ => null, // the fields are written in another order, and the amount with another multiplier
        },
    ];

    /// <summary>The terms that were read can be signed again.</summary>
    private static string? SignedAgain(Bolt11Invoice invoice)
    {
        var signed = invoice.Terms.Sign(Sender.Hop);
        // Feature bits that say nothing are not written; repeated ones, which did not count, would then be the first, and that is refused.
        if (!signed.IsOk && invoice.Terms.Features == default && invoice.Terms.OtherFields.Any(field => field.Tag == Bolt11Tag.Features)) return null;
        Expect(signed.Value.Terms == invoice.Terms && signed.Value.Payee == Sender.Hop.PublicKey, "the terms are not what was signed");
        return signed.Value.Text;
    }
}
