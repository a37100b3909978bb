using LightningRod.Peers.Tests.Driver;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Cryptography;

/// <summary><c>signmessage</c> both ways.</summary>
public sealed class MessageSignatureTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    public static TheoryData<string> Texts() =>
    [
        "", "test message", "lightningrod:hold_request:" + new string('0', 64), "Grüße, 電光棒 ⚡ \u0000 \n\t\"\\", new string('x', 100_000),
    ];

    [Theory, MemberData(nameof(Texts))]
    public async Task Sign_ByWire_IsVerifiedByLdkForItsKeyAlone(string text)
    {
        using PrivateKey key = PrivateKey.Generate(), other = PrivateKey.Generate();
        var signature = MessageSignature.Sign(key, text);
        Assert.Equal(new LdkVerified(true, key.PublicKey), await ldk.Verify(text, signature.ToString(), key.PublicKey));
        Assert.Equal(new LdkVerified(false, key.PublicKey), await ldk.Verify(text, signature.ToString(), other.PublicKey));
        Assert.False((await ldk.Verify(text + ".", signature.ToString(), key.PublicKey)).Valid);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Verify_OfLdksSignature_HoldsForItsKeyAlone(string text)
    {
        var nodes = await ldk.Nodes(1, 2);
        var written = await ldk.Sign(nodes[0], text);
        var signature = MessageSignature.Parse(written).Value;
        Assert.Equal(written, signature.ToString());
        Assert.True(signature.Verify(text, nodes[0].Key));
        Assert.False(signature.Verify(text, nodes[1].Key));
        Assert.False(signature.Verify(text + ".", nodes[0].Key));
        Assert.Equal(written, MessageSignature.Sign(nodes[0].Secret, text).ToString());
    }

    [Fact]
    public async Task Verify_OneCharacterChanged_SaysTheSameAsLdk()
    {
        var node = await ldk.Node(3);
        const string Text = "one character changed";
        var written = await ldk.Sign(node, Text);
        for (var i = 0; i < written.Length; i++)
        {
            var changed = written[..i] + (written[i] == 'y' ? 'b' : 'y') + written[(i + 1)..];
            var theirs = await ldk.Verify(Text, changed, node.Key);
            Assert.False(theirs.Valid);
            if (!MessageSignature.Parse(changed).TryGet(out var signature, out _))
            {
                Assert.Null(theirs.RecoveredNodeId);
                continue;
            }

            Assert.False(signature.Verify(Text, node.Key));
            Assert.Equal(theirs.RecoveredNodeId, signature.TryRecover(Text, out var recovered) ? recovered : null);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("y")]
    [InlineData("zz!")]
    public async Task Parse_NoSignature_IsRefusedByBoth(string text)
    {
        Assert.False(MessageSignature.Parse(text).IsOk);
        Assert.Equal(new LdkVerified(false, null), await ldk.Verify("any", text, (await ldk.Node(4)).Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    [InlineData(30)]
    [InlineData(35)]
    [InlineData(255)]
    public async Task Parse_AnotherFirstByte_IsRefusedByBoth(byte first)
    {
        var node = await ldk.Node(6);
        var raw = MessageSignature.Sign(node.Secret, "first byte").ToArray();
        raw[0] = first;
        Assert.Equal(WireRule.ValueOutOfRange, MessageSignature.Parse(raw).Error.Rule);
        Assert.Equal(new LdkVerified(false, null), await ldk.Verify("first byte", ZBase32.Encode(raw), node.Key));
    }

    /// <summary>The twin with high s recovers the same key at both: a signature proves who signed and is no name for what was signed.</summary>
    [Fact]
    public async Task Verify_TwinWithHighS_IsTakenByBoth()
    {
        var node = await ldk.Node(5);
        var raw = MessageSignature.Sign(node.Secret, "twin").ToArray();
        raw[0] = (byte)(((raw[0] - 31) ^ 1) + 31);
        using var s = PrivateKey.FromHex(Convert.ToHexString(raw[33..]));
        using var high = s.Negate();
        high.Export(raw.AsSpan(33));
        var twin = MessageSignature.Parse(raw).Value;
        Assert.True(twin.Verify("twin", node.Key));
        Assert.Equal(new LdkVerified(true, node.Key), await ldk.Verify("twin", ZBase32.Encode(raw), node.Key));
    }
}
