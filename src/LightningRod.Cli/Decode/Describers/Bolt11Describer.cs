using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>A BOLT 11 invoice, its fields by the letters of their tags. What is read has a valid signature.</summary>
internal static class Bolt11Describer
{
    internal static Result<DecodedNode> FromText(ReadOnlySpan<char> text, DecodeContext context) => Bolt11Invoice.Decode(text).Map(Describe);

    private static DecodedNode Describe(Bolt11Invoice invoice)
    {
        var terms = invoice.Terms;
        var delta = terms.MinFinalCltvExpiryDelta ?? Bolt11Terms.DefaultMinFinalCltvExpiryDelta;
        return DecodedNode.Object(new Fields()
            .Add("currency", Values.Word(NameOf(terms.Currency)))
            .Add("amount_msat", Values.Amount(terms.Amount))
            .Add("timestamp", Values.Time(terms.Timestamp))
            .AddRange(Tagged(Bolt11Tag.PaymentHash, Values.Word(terms.PaymentHash.ToString())))
            .AddRange(Tagged(Bolt11Tag.PaymentSecret, Values.Word(terms.PaymentSecret.Value.ToString())))
            .AddRange(Tagged(Bolt11Tag.Description, Values.Text(terms.Description)))
            .AddRange(Tagged(Bolt11Tag.DescriptionHash, Values.Hex(terms.DescriptionHash)))
            .AddRange(Tagged(Bolt11Tag.PaymentMetadata, Values.Bytes(terms.PaymentMetadata)))
            .AddRange(Tagged(Bolt11Tag.Payee, Values.Hex(terms.PayeeKey)))
            .AddRange(Tagged(Bolt11Tag.Expiry, Values.Number(terms.Expiry ?? Bolt11Terms.DefaultExpiry, Unit("s", terms.Expiry is null))))
            .Add("expires_at", Values.Time(terms.ExpiresAt))
            .AddRange(Tagged(Bolt11Tag.MinFinalCltvExpiryDelta, Values.Number(delta, Unit("blocks", terms.MinFinalCltvExpiryDelta is null))))
            .AddRange(Tagged(Bolt11Tag.Fallback, Some(terms.Fallbacks, fallback => Fallback(fallback, terms.Currency))))
            .AddRange(Tagged(Bolt11Tag.RouteHint, Some(terms.RouteHints, hint => Values.List(hint.Hops, Hop))))
            .AddRange(Tagged(Bolt11Tag.Features, Values.Features(terms.Features)))
            .Add("other_fields", Some(terms.OtherFields, Other))
            .Add("signature", Values.Bytes(invoice.Signature.Compact.Span))
            .Add("recovery_id", Values.Number(invoice.Signature.RecoveryId))
            .Add("signature_valid", Values.Flag(true, terms.PayeeKey is null ? "yes, the payee is recovered from it" : "yes, by payee_pubkey"))
            .Add("payee", Values.Word(invoice.Payee.ToString())));
    }

    private static Fields Tagged(byte tag, DecodedNode? value)
    {
        var lettered = value is null ? null : value with { Number = Letter(tag) };
        return new Fields().Add(Fields.NameOf(nameof(Bolt11Tag), tag), lettered);
    }

    private static DecodedNode? Some<T>(IReadOnlyList<T> items, Func<T, DecodedNode?> describe) => items is [] ? null : Values.List(items, describe);

    private static string Unit(string unit, bool isDefault) => isDefault ? $"{unit} (default)" : unit;

    private static string Letter(byte tag) => Bech32.EncodeWords([tag]);

    private static DecodedNode Hop(RouteHintHop hop) => DecodedNode.Object(new Fields()
        .Add("pubkey", Values.Word(hop.NodeId.ToString()))
        .Add("short_channel_id", Values.Word(hop.ShortChannelId.ToString()))
        .Add("fee_base_msat", Values.Amount(new(hop.FeeBaseMsat)))
        .Add("fee_proportional_millionths", Values.Number(hop.FeeProportionalMillionths))
        .Add("cltv_expiry_delta", Values.Number(hop.CltvExpiryDelta, "blocks")));

    private static DecodedNode Fallback(Bolt11Fallback fallback, Bolt11Currency currency) => DecodedNode.Object(new Fields()
        .Add("version", Values.Number(fallback.Version, NameOf(fallback)))
        .Add("program", Values.Bytes(fallback.Program.Span))
        .Add("address", Address(fallback, AddressPrefix(currency)))
        .Add("script_pubkey", Values.Bytes(fallback.ScriptPubKey.Span)));

    private static DecodedNode? Address(Bolt11Fallback fallback, string prefix) =>
        SegwitAddress.Create(prefix, fallback.Version, fallback.Program).TryGet(out var address, out _) ? Values.Word(address.ToString()) : null;

    private static string NameOf(Bolt11Fallback fallback) => fallback.Version switch
    {
        Bolt11Fallback.P2Pkh => "(p2pkh)",
        Bolt11Fallback.P2Sh => "(p2sh)",
        _ => "(witness)",
    };

    private static DecodedNode Other(Bolt11Field field) => DecodedNode.Object(new Fields()
        .Add("tag", Values.Word(Letter(field.Tag)))
        .Add("words", Values.Word(Bech32.EncodeWords(field.Words))));

    private static string NameOf(Bolt11Currency currency) => currency switch
    {
        Bolt11Currency.Bitcoin => "bitcoin",
        Bolt11Currency.Testnet => "testnet",
        Bolt11Currency.Signet => "signet",
        _ => "regtest",
    };

    private static string AddressPrefix(Bolt11Currency currency) => currency switch
    {
        Bolt11Currency.Bitcoin => "bc",
        Bolt11Currency.Regtest => "bcrt",
        _ => "tb",
    };
}
