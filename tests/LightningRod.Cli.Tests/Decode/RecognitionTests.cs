using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Cli.Tests.Decode;

public sealed class RecognitionTests
{
    private static readonly string OnionMessage =
        Vectors.Json("bolt04/blinded-onion-message-onion-test.json")["decrypt"]!["hops"]![0]!.Str("onion_message");

    public static IEnumerable<TheoryDataRow<string, string, string>> Inputs() =>
    [
        new("offer in pieces", "l+no1zcss9mk8y3wkk+\n  lfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese", "offer"),
        new("offer in pieces with white space inside its prefix", "l+ \n n+\to1zcss9mk8y3wkklfvevcrszlmu23kfrxh49px20665dqwmn4p72pksese", "offer"),
        new("offer in upper case, behind a scheme", "LIGHTNING:LNO1ZCSS9MK8Y3WKKLFVEVCRSZLMU23KFRXH49PX20665DQWMN4P72PKSESE", "offer"),
        new("offer, bytes", Samples.Offer().Bytes.ToHex(), "offer"),
        new("request", Samples.Request().ToString(), "invoice-request"),
        new("request, bytes", Samples.Request().Bytes.ToHex(), "invoice-request"),
        new("request whose metadata make it look like init", RequestLikeInit(), "invoice-request"),
        new("request without offer, bytes", Samples.Refund().Bytes.ToHex(), "invoice-request"),
        new("invoice", Samples.Invoice().ToString(), "invoice"),
        new("invoice, bytes", Samples.Invoice().Bytes.ToHex(), "invoice"),
        new("static invoice, bytes", Samples.Static().ToString(), "static-invoice"),
        new("static invoice of LDK, bytes", Samples.Static(Dialect.Ldk).ToString(), "static-invoice"),
        new("ping", "0012 0004 0002 0000", "message"),
        new("pong", "0013 0000", "message"),
        new("warning", "0001" + new string('0', 64) + "0002 6869", "message"),
        new("error", "0011" + new string('0', 64) + "0002 6869", "message"),
        new("lsps0", "9419" + Convert.ToHexString("""{"jsonrpc":"2.0","method":"lsps0.list_protocols","id":"1","params":{}}"""u8), "message"),
        new("onion message", OnionMessage, "message"),
        new("onion message in upper case with 0X", "0X" + OnionMessage.ToUpperInvariant(), "message"),
        new("onion message without type", OnionMessage[4..], "onion-message"),
        new("onion packet", OnionMessage[74..], "onion-packet"),
        new("payment onion", Vectors.Json("bolt04/onion-test.json").Str("onion"), "onion-packet"),
        new("trampoline onion of another size", OnionMessage[74..(74 + 400)], "onion-packet"),
        new("path", Hex(Samples.Path().ToArray()), "blinded-path"),
        new("path from a channel", Hex((Samples.Path() with { Introduction = IntroductionNode.Of(new(1, 2, 3), 1) }).ToArray()), "blinded-path"),
        new("update_add_htlc", UpdateAddHtlc(), "message"),
        new("revoke_and_ack", "0085" + new string('1', 128) + Hex(Samples.Key(1).PublicKey.ToArray()), "message"),
        new("TLV stream", "0101aa", "tlv"),
        new("payment_unblock alone", Vectors.Json("rod/messages.json")["payment_unblock"]![0]!.Str("record"), "tlv"),
    ];

    [Theory, MemberData(nameof(Inputs))]
    public async Task Decode_Input_IsTakenForItsKind(string name, string input, string kind)
    {
        var result = await Rod.RunAsync("decode", "--json", input);
        Assert.True(result.Code == ExitCode.Fine, $"{name}: {result.Error}");
        Assert.Equal(kind, result.Json.Str("kind"));
        AssertNamesAreSnakeCase(result.Json);
        var tree = await Rod.RunAsync("decode", input);
        Assert.StartsWith(kind, tree.Output, StringComparison.Ordinal);
        // Forced to what it is, it says the same.
        Assert.Equal(result.Output, (await Rod.RunAsync("decode", "--json", "--as", kind, input)).Output);
    }

    [Fact]
    public async Task Decode_ItemInPieces_IsJoined()
    {
        var whole = await Rod.RunAsync("decode", "--json", "0x0012 0004 0002 0000");
        Assert.Equal(whole.Output, (await Rod.RunAsync("decode", "--json", "0x0012", "0004", "0002", "0000")).Output);
    }

    [Theory]
    [InlineData("payment-payload", "0203010000", "amt_to_forward")]
    [InlineData("encrypted-data", "0208000001000002000a", "short_channel_id")]
    [InlineData("onion-payload", "0401aa", "encrypted_recipient_data")]
    [InlineData("onion-payload", "4800", "held_htlc_available")]
    [InlineData("invoice-error", "05026869", "invoice_error")]
    [InlineData("message", "80010102", "payload")]
    public async Task Decode_As_TakesTheInputForThatKind(string kind, string input, string field)
    {
        var json = (await Rod.RunAsync("decode", "--json", "--as", kind, input)).Json;
        Assert.Equal(kind, json.Str("kind"));
        Assert.True(json.ContainsKey(field), json.ToJsonString());
    }

    [Fact]
    public async Task Decode_OfferAsTlv_ShowsItsRecords()
    {
        var offer = Samples.Offer();
        var text = await Rod.RunAsync("decode", "--json", "--as", "tlv", $"lightning:{offer}");
        Assert.Equal(text.Output, (await Rod.RunAsync("decode", "--json", "--as", "tlv", offer.Bytes.ToHex())).Output);
        var types = text.Json["records"]!.AsArray().Select(record => record!["type"]!.GetValue<ulong>());
        Assert.Equal(offer.Records.Select(record => record.Type), types);
    }

    [Fact]
    public async Task Decode_RecordsOfOneNameInTwoDialects_AreBothShown()
    {
        var records = TlvStream.Of(
            new TlvRecord(OnionMessageTlv.ServeStaticInvoice, ByteString.CopyOf([1])),
            new TlvRecord(OnionMessageTlv.ServeStaticInvoiceLdk, ByteString.CopyOf([2])));
        var json = (await Rod.RunAsync("decode", "--json", "--as", "onion-payload", Hex(records.ToArray()))).Json;
        Assert.Equal(("01", "02"), (json.Str("serve_static_invoice"), json.Str($"serve_static_invoice_{OnionMessageTlv.ServeStaticInvoiceLdk}")));
    }

    [Fact]
    public async Task Decode_EmptyAs_MayBeEmpty()
    {
        Assert.Equal(ExitCode.Fine, (await Rod.RunAsync("decode", "--as", "onion-payload", "0x")).Code);
        Assert.Equal(ExitCode.Failed, (await Rod.RunAsync("decode", "0x")).Code);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string RequestLikeInit()
    {
        var request = Samples.Request(metadata: new byte[16]);
        Assert.Equal(MessageType.Init, (ushort)((request.Bytes.Span[0] << 8) | request.Bytes.Span[1]));
        Assert.True(PeerMessage.Parse(request.Bytes.Span[..4]).Error.Rule == WireRule.UnexpectedEnd);
        return request.Bytes.ToHex();
    }

    private static string UpdateAddHtlc() => Hex(new WireWriter()
        .WriteUInt16(MessageType.UpdateAddHtlc).Write(new byte[32]).WriteUInt64(7).WriteUInt64(1000).Write(new byte[32]).WriteUInt32(800_000)
        .Write(Convert.FromHexString(Vectors.Json("bolt04/onion-test.json").Str("onion")))
        .WriteBigSize(UpdateAddHtlcTlv.HoldHtlc).WriteBigSize(0).ToArray());

    private static void AssertNamesAreSnakeCase(JsonNode? node)
    {
        if (node is JsonArray list) Assert.All(list, AssertNamesAreSnakeCase);
        if (node is not JsonObject json) return;
        foreach (var (name, value) in json)
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", name);
            // What is under params is a stranger's.
            if (name != "params") AssertNamesAreSnakeCase(value);
        }
    }
}
