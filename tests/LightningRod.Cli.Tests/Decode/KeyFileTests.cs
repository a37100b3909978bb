using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>What <c>--key-file</c> opens, and what it keeps to itself.</summary>
public sealed class KeyFileTests : IDisposable
{
    private static readonly PaymentId Secret = new(Bytes32.FromHex(string.Concat(Enumerable.Repeat("5ec2e7", 22))[..64]));

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public async Task Decode_OnionMessageForANode_GivesTheMessageForTheNext(int hop)
    {
        var hops = Vectors.Json("bolt04/blinded-onion-message-onion-test.json")["decrypt"]!["hops"]!;
        var peeled = (await RunAsync(hops[hop].Str("privkey"), hops[hop].Str("onion_message"))).Json["peeled"]!;
        Assert.False(peeled["is_final"]!.GetValue<bool>());
        Assert.Equal(hops[hop].Str("next_node_id"), peeled["encrypted_data_tlv"].Str("next_node_id"));
        Assert.Equal(hops[hop + 1].Str("onion_message"), peeled.Str("next_onion_message"));
        // Without its type it is the same message.
        var body = (await RunAsync(hops[hop].Str("privkey"), hops[hop].Str("onion_message")[4..])).Json;
        Assert.Equal("onion-message", body.Str("kind"));
        Assert.True(JsonNode.DeepEquals(peeled, body["peeled"]));
    }

    [Fact]
    public async Task Decode_OnionMessageForAnotherNode_ShowsTheOutsideAndFails()
    {
        var message = Vectors.Json("bolt04/blinded-onion-message-onion-test.json")["decrypt"]!["hops"]![0].Str("onion_message");
        var result = await RunAsync(new string('1', 64), message);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal("message", result.Json.Str("kind"));
        Assert.NotNull(result.Json["path_key"]);
        var error = result.Json["error"]!;
        Assert.Equal(("bad-hmac", "peeled"), (error.Str("rule"), error.Str("field")));
        Assert.Contains("peeled: bad-hmac", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_RodMessageInAnOnionMessage_IsShownByName()
    {
        var ready = new PaymentReady(PaymentHashList.Of(new PaymentHash(new byte[32])));
        var payload = (await RunAsync(Samples.Payer, Message(ready.ToRecord()))).Json["peeled"]!["onionmsg_tlv"]!;
        Assert.Equal(new string('0', 64), payload["payment_ready"]!["payment_hashes"]![0]!.GetValue<string>());
        Assert.Equal(Samples.Path().FirstPathKey.ToString(), payload["reply_path"].Str("first_path_key"));
    }

    [Fact]
    public async Task Decode_RequestInAnOnionMessage_IsShownWithItsFields()
    {
        var record = new TlvRecord(OnionMessageTlv.InvoiceRequest, Samples.Request().Bytes);
        var request = (await RunAsync(Samples.Payer, Message(record))).Json["peeled"]!["onionmsg_tlv"]!["invoice_request"]!;
        Assert.Equal("no milk", request.Str("invreq_payer_note"));
        Assert.True(request["signature_valid"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Decode_BadContentOfAnOnionMessage_ShowsTheRestAndFails()
    {
        var result = await RunAsync(Samples.Payer, Message(new TlvRecord(OnionMessageTlv.InvoiceRequest, ByteString.CopyOf([1, 0]))));
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.NotNull(result.Json["peeled"]!["onionmsg_tlv"]!["reply_path"]);
        Assert.Equal(("invoice_request", "invoice-request"), (result.Json["error"].Str("field"), result.Json["error"].Str("kind")));
        Assert.Equal("0100", result.Json["peeled"]!["onionmsg_tlv"]!["invoice_request"].Str("value"));
    }

    [Fact]
    public async Task Decode_PaymentUnblockForThisNode_IsShownOnlyOnDemand()
    {
        var path = RouteBlinding.Create(Samples.Key(7),
        [
            new BlindedPathStep(Samples.Issuer.PublicKey, new EncryptedData
            {
                NextNodeId = new NodeId(Samples.Payer.PublicKey), PaymentUnblock = new PaymentUnblock(Secret, null),
            }),
            new BlindedPathStep(Samples.Payer.PublicKey, new EncryptedData()),
        ]);
        var message = OnionMessages.Create(Samples.Key(8), path, new OnionMessagePayload()).Value.ToArray();
        await AssertSecret(Samples.Issuer, message, json => json["peeled"]!["encrypted_data_tlv"]!["payment_unblock"]!["secret"]!);
        // The same data stand in the path itself, for who has its first node's key.
        await AssertSecret(Samples.Issuer, path.ToArray(), json => json["opened"]!["encrypted_data_tlv"]!["payment_unblock"]!["secret"]!);
    }

    [Fact]
    public Task Decode_NonceForThisNode_IsShownOnlyOnDemand() => AssertSecret(
        Samples.Payer, Message(new NonceRelease(Secret).ToRecord()), json => json["peeled"]!["onionmsg_tlv"]!["nonce_release"]!["nonce"]!);

    [Fact]
    public async Task Decode_NonceInAMessageThatBreaksARule_IsNotShown()
    {
        // An unknown even record behind the nonce.
        var value = ByteString.Own((byte[])[.. new NonceRelease(Secret).ToArray(), 4, 0]);
        var result = await RunAsync(Samples.Payer, Message(new TlvRecord(OnionMessageTlv.NonceRelease, value)));
        Assert.Equal((ExitCode.Failed, "unknown-even-type"), (result.Code, result.Json["error"].Str("rule")));
        Assert.DoesNotContain(Secret.Value.ToString(), result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_PaymentOfAnHtlc_IsOpenedAndItsSecretsAreShownOnlyOnDemand()
    {
        var hash = new PaymentHash(Bytes32.Sha256([1]));
        var payload = new PaymentPayload
        {
            AmountToForward = new Msat(1000),
            OutgoingCltv = new BlockHeight(800_000),
            PaymentData = new PaymentData(new PaymentSecret(Secret.Value), new Msat(1000)),
        };
        var onion = PaymentOnion.Create(Samples.Key(8), [(Samples.Payer.PublicKey, payload)], hash).Value;
        var message = new WireWriter().WriteUInt16(MessageType.UpdateAddHtlc).Write(new byte[32]).WriteUInt64(0).WriteUInt64(1000)
            .WriteBytes32(hash.Value).WriteUInt32(800_000).Write(onion).ToArray();
        var json = await AssertSecret(Samples.Payer, message, json => json["peeled"]!["payload"]!["payment_data"]!["payment_secret"]!);
        Assert.Equal("1000", json["peeled"]!["payload"]!["amt_to_forward"]!.ToJsonString());
        Assert.Equal(ExitCode.Failed, (await RunAsync(Hex(Samples.Issuer), Convert.ToHexStringLower(message))).Code);
    }

    [Fact]
    public async Task Decode_PathOfAnotherNode_IsFineAndNotOpened()
    {
        var path = Convert.ToHexStringLower(Samples.Path().ToArray());
        Assert.NotNull((await RunAsync(Samples.Issuer, Samples.Path().ToArray())).Json["opened"]);
        var other = await RunAsync(Hex(Samples.Payer), path);
        Assert.Equal(ExitCode.Fine, other.Code);
        Assert.Null(other.Json["opened"]);
    }

    [Theory, InlineData("hold_request"), InlineData("hold_cancel")]
    public async Task Decode_SignedForARelay_SaysWhetherForThisOne(string name)
    {
        var record = Vectors.Json("rod/messages.json")["messages"]!.AsArray().First(row => row.Str("name") == name).Str("record");
        Assert.True((await RunAsync(new string('2', 64), record)).Json[name]!["signature_valid"]!.GetValue<bool>());
        Assert.False((await RunAsync(new string('3', 64), record)).Json[name]!["signature_valid"]!.GetValue<bool>());
        Assert.Null((await Rod.RunAsync("decode", "--json", record)).Json[name]!["signature_valid"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("11")]
    [InlineData("11111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("zz11111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Decode_FileWithoutAKey_FailsAndShowsNothingOfIt(string content)
    {
        var result = await RunAsync(content, "0101aa");
        Assert.Equal((ExitCode.Failed, ""), (result.Code, result.Output));
        Assert.Equal($"rod decode: {_file}: not 64 hexadecimal digits of a secret key\n", result.Error);
    }

    [Fact]
    public async Task Decode_NoFile_FailsAndNamesIt()
    {
        var result = await Rod.RunAsync("decode", "--key-file", _file + ".none", "0101aa");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(_file + ".none", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await Rod.RunAsync("decode", "--key-file", Path.GetTempPath(), "0101aa")).Code);
    }

    [Fact]
    public async Task Decode_KeyOfKeygen_IsRead()
    {
        File.Delete(_file);
        Assert.Equal(ExitCode.Fine, (await Rod.RunAsync("keygen", "--out", _file)).Code);
        Assert.Equal(ExitCode.Fine, (await Rod.RunAsync("decode", "--key-file", _file, "0101aa")).Code);
    }

    private static string Hex(PrivateKey key)
    {
        var secret = new byte[PrivateKey.Size];
        key.Export(secret);
        return Convert.ToHexStringLower(secret);
    }

    /// <summary>An onion message whose last node, the payer, gets a record and a reply path.</summary>
    private static byte[] Message(TlvRecord content)
    {
        var path = RouteBlinding.CreateForMessages(Samples.Key(7), [Samples.Payer.PublicKey], default);
        var payload = new OnionMessagePayload { ReplyPath = Samples.Path(), Contents = TlvStream.Of(content) };
        return OnionMessages.Create(Samples.Key(8), path, payload).Value.ToArray();
    }

    private async Task<JsonObject> AssertSecret(PrivateKey key, byte[] input, Func<JsonObject, JsonNode> secret)
    {
        var hidden = await RunAsync(key, input);
        Assert.Equal("(secret, 32 bytes)", secret(hidden.Json).GetValue<string>());
        var tree = await Rod.RunAsync("decode", "--key-file", _file, Convert.ToHexStringLower(input));
        Assert.DoesNotContain(Secret.Value.ToString(), hidden.Output + hidden.Error + tree.Output + tree.Error, StringComparison.Ordinal);
        var shown = await RunAsync(key, input, "--show-secrets");
        Assert.Equal(Secret.Value.ToString(), secret(shown.Json).GetValue<string>());
        return hidden.Json;
    }

    private Task<RodResult> RunAsync(PrivateKey key, byte[] input, params string[] options) =>
        RunAsync(Hex(key), Convert.ToHexStringLower(input), options);

    private async Task<RodResult> RunAsync(string key, string input, params string[] options)
    {
        await File.WriteAllTextAsync(_file, key + "\n", TestContext.Current.CancellationToken);
        return await Rod.RunAsync(["decode", "--json", "--key-file", _file, input, .. options]);
    }
}
