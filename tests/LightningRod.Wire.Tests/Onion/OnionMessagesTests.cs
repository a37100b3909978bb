using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Tests.Onion;

public sealed class OnionMessagesTests
{
    private static readonly JsonNode Vector = Vectors.Json("bolt04/blinded-onion-message-onion-test.json");

    [Fact]
    public void Create_VectorsRoute_GivesItsPacket()
    {
        var route = Vector["route"]!;
        var path = new BlindedPath(
            IntroductionNode.Of(NodeId.FromHex(route.Str("first_node_id"))),
            PublicKey.FromHex(route.Str("first_path_key")),
            [.. route["hops"]!.AsArray().Select(hop => new BlindedHop(PublicKey.FromHex(hop!.Str("blinded_node_id")), ByteString.Own(hop.Hex("encrypted_recipient_data"))))]);
        var payload = new OnionMessagePayload { Unknown = TlvStream.Of(new TlvRecord(1, ByteString.CopyOf("hello"u8))) };
        var message = OnionMessages.Create(PrivateKey.FromHex(Vector["generate"]!.Str("session_key")), path, payload).Value;
        Assert.Equal(Vector["onionmessage"]!.Str("onion_message_packet"), message.OnionRoutingPacket.ToHex());
    }

    [Fact]
    public void Create_VectorsHopsJoined_GiveTheVectorsRoute()
    {
        var hops = Vector["generate"]!["hops"]!.AsArray();
        var dave = RouteBlinding.Create(
            PrivateKey.FromHex(hops[1]!.Str("path_key_secret")),
            [.. hops.Skip(1).Zip(["42", "43", "44"], (hop, key) => new BlindedPathStep(KeyOf(key).PublicKey, ByteString.Own(hop!.Hex("encrypted_data_tlv"))))]);
        var joined = RouteBlinding.Join(PrivateKey.FromHex(hops[0]!.Str("path_key_secret")), [(KeyOf("41").PublicKey, new EncryptedData())], dave);
        Assert.Equal(Vector["route"]!.Str("first_path_key"), joined.FirstPathKey.ToString());
        Assert.Equal(
            Vector["route"]!["hops"]!.AsArray().Select(hop => (hop!.Str("blinded_node_id"), hop!.Str("encrypted_recipient_data"))),
            joined.Hops.Select(hop => (hop.BlindedNodeId.ToString(), hop.EncryptedData.ToHex())));
    }

    [Fact]
    public void TryPeel_VectorsHops_GiveEveryNextMessageBitForBit()
    {
        var hops = Vector["decrypt"]!["hops"]!.AsArray();
        for (var i = 0; i < hops.Count; i++)
        {
            var body = hops[i]!.Hex("onion_message");
            var key = PrivateKey.FromHex(hops[i]!.Str("privkey"));
            Assert.True(OnionMessages.TryPeel(key, body, new byte[OnionMessages.PeelBufferSize(body.Length)], out var layer, out var error), error.ToString());
            if (i == hops.Count - 1)
            {
                Assert.True(layer.IsFinal);
                var payload = OnionMessagePayload.Parse(layer.Payload).Value;
                Assert.Equal("hello"u8, payload.Unknown.Find(1)!.Value.Span);
                Assert.Equal(hops[i]!["tlvs"].Str("encrypted_recipient_data"), payload.EncryptedRecipientData?.ToHex());
                var told = EncryptedData.Parse(Vector["generate"]!["hops"]![i].Hex("encrypted_data_tlv")).Value;
                Assert.Equal(told.PathId, ByteString.CopyOf(layer.Data.PathId));
            }
            else
            {
                Assert.Equal(hops[i]!.Str("next_node_id"), layer.Data.NextNodeId?.ToString());
                Assert.Equal(hops[i + 1]!.Hex("onion_message"), layer.NextMessage.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(100, 1300)]
    [InlineData(2000, 32768)]
    public void CreateThenPeel_ThreeHopsWithReplyPath_CarriesTheContent(int size, int payloads)
    {
        using var session = PrivateKey.Generate();
        PublicKey[] nodes = [KeyOf("41").PublicKey, KeyOf("42").PublicKey, KeyOf("43").PublicKey];
        var path = RouteBlinding.CreateForMessages(PrivateKey.Generate(), nodes, ByteString.CopyOf([9]));
        var payload = new OnionMessagePayload
        {
            ReplyPath = RouteBlinding.CreateForMessages(PrivateKey.Generate(), nodes[..2], ByteString.CopyOf([8])),
            Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.PaymentReady, ByteString.Own(new byte[size]))),
        };
        var message = OnionMessages.Create(session, path, payload).Value;
        Assert.Equal(payloads + Sphinx.Overhead, message.OnionRoutingPacket.Length);
        var body = Body(message);
        foreach (var key in new[] { "41", "42" })
        {
            Assert.True(OnionMessages.TryPeel(KeyOf(key), body, new byte[OnionMessages.PeelBufferSize(body.Length)], out var layer, out var error), error.ToString());
            body = layer.NextMessage.ToArray();
        }

        Assert.True(OnionMessages.TryPeel(KeyOf("43"), body, new byte[OnionMessages.PeelBufferSize(body.Length)], out var last, out _));
        Assert.Equal((byte)9, Assert.Single(last.Data.PathId.ToArray()));
        var read = OnionMessagePayload.Parse(last.Payload).Value;
        Assert.Equal(payload.ReplyPath, read.ReplyPath);
        Assert.Equal(payload.Contents, read.Contents);
        Assert.NotNull(read.Content);
    }

    [Fact]
    public void TryPeel_PaymentUnblockForAForwardingHop_IsSeenThere()
    {
        var pid = PaymentId.Random();
        PublicKey relay = KeyOf("41").PublicKey, payer = KeyOf("42").PublicKey;
        var data = EncryptedData.PadToLongest(
            [new() { NextNodeId = new NodeId(payer), PaymentUnblock = new PaymentUnblock(pid, null) }, new() { PathId = ByteString.CopyOf([1]) }]);
        var path = RouteBlinding.Create(PrivateKey.Generate(), [new(relay, data[0]), new(payer, data[1])]);
        var body = Body(OnionMessages.Create(PrivateKey.Generate(), path, new OnionMessagePayload()).Value);
        Assert.True(OnionMessages.TryPeel(KeyOf("41"), body, new byte[OnionMessages.PeelBufferSize(body.Length)], out var layer, out _));
        Assert.Equal(pid, layer.Data.PaymentUnblock!.Value.Secret);
        Assert.False(layer.IsFinal);
    }

    public static TheoryData<string, WireRule> ForwardRefusals() => new()
    {
        { "path id", WireRule.ForbiddenField },
        { "no next node", WireRule.MissingField },
        { "payment relay", WireRule.ForbiddenField },
        { "payload beside data", WireRule.ForbiddenField },
        { "no data", WireRule.MissingField },
    };

    [Theory, MemberData(nameof(ForwardRefusals))]
    public void TryPeel_WhatAForwardingNodeMustDrop_IsRefused(string what, WireRule rule)
    {
        PublicKey relay = KeyOf("41").PublicKey, last = KeyOf("42").PublicKey;
        var data = new EncryptedData { NextNodeId = what == "no next node" ? null : new NodeId(last) };
        if (what == "path id") data = data with { PathId = ByteString.CopyOf([1]) };
        if (what == "payment relay") data = data with { PaymentRelay = new PaymentRelay(1, 2, 3) };
        var path = RouteBlinding.Create(PrivateKey.Generate(), [new(relay, data), new(last, new EncryptedData())]);
        OnionMessagePayload payload = new() { EncryptedRecipientData = what == "no data" ? null : path.Hops[0].EncryptedData };
        if (what == "payload beside data") payload = payload with { Contents = TlvStream.Of(new TlvRecord(65, default)) };
        using var session = PrivateKey.Generate();
        var packet = Sphinx.Create(
            session, [new(path.Hops[0].BlindedNodeId, ByteString.Own(payload.ToArray())), new(path.Hops[1].BlindedNodeId, default)], default).Value;
        var body = Body(new OnionMessage(path.FirstPathKey, ByteString.Own(packet)));
        Assert.False(OnionMessages.TryPeel(KeyOf("41"), body, new byte[OnionMessages.PeelBufferSize(body.Length)], out _, out var error));
        Assert.Equal(rule, error.Rule);
    }

    [Fact]
    public void TryPeel_FlippedBitsAndTruncations_AreRefusedWithoutException()
    {
        var path = RouteBlinding.CreateForMessages(PrivateKey.Generate(), [KeyOf("41").PublicKey, KeyOf("42").PublicKey], default);
        var body = Body(OnionMessages.Create(PrivateKey.Generate(), path, new OnionMessagePayload()).Value);
        for (var i = 0; i < body.Length; i += i < 120 ? 1 : 31)
        {
            var bad = (byte[])body.Clone();
            bad[i] ^= 1;
            Assert.False(OnionMessages.TryPeel(KeyOf("41"), bad, new byte[OnionMessages.PeelBufferSize(bad.Length)], out _, out _));
            Assert.False(OnionMessages.TryPeel(KeyOf("41"), body.AsSpan(0, i), new byte[OnionMessages.PeelBufferSize(i)], out _, out _));
        }
    }

    [Fact]
    public void Content_MoreThanOneRecord_IsNone()
    {
        var two = OnionMessagePayload.Parse([64, 0, 66, 0]).Value;
        Assert.Null(two.Content);
        Assert.Equal(2, two.Contents.Count);
        Assert.Equal(WireRule.UnknownEvenType, OnionMessagePayload.Parse([6, 0]).Error.Rule);
    }

    [Fact]
    public void TryPeel_Forwarding_AllocatesOnlyTheCipherOfDotNet()
    {
        var path = RouteBlinding.CreateForMessages(PrivateKey.Generate(), [KeyOf("41").PublicKey, KeyOf("42").PublicKey], default);
        var body = Body(OnionMessages.Create(PrivateKey.Generate(), path, new OnionMessagePayload()).Value);
        var buffer = new byte[OnionMessages.PeelBufferSize(body.Length)];
        using var key = KeyOf("41");
        byte[] aeadKey = new byte[32], text = new byte[16], tag = new byte[16], nonce = new byte[12];
        using (var seal = new System.Security.Cryptography.ChaCha20Poly1305(aeadKey)) seal.Encrypt(nonce, text, text, tag);
        var cipher = Allocations.PerCall(() =>
        {
            using var aead = new System.Security.Cryptography.ChaCha20Poly1305(aeadKey);
            aead.Decrypt(nonce, text, tag, new Span<byte>(buffer, 0, 16));
        });
        Assert.InRange(Allocations.PerCall(() => OnionMessages.TryPeel(key, body, buffer, out _, out _)), 0, cipher);
    }

    private static byte[] Body(OnionMessage message) => message.ToArray();

    private static PrivateKey KeyOf(string repeated) => PrivateKey.FromHex(string.Concat(Enumerable.Repeat(repeated, 32)));
}
