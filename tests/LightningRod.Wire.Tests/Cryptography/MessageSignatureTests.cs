using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class MessageSignatureTests
{
    private const string Message = "lightningrod:hold_request:00";

    public static IEnumerable<TheoryDataRow<string, string, string, string?>> Rows() =>
        from row in Vectors.Json("signmessage/signatures.json")["vectors"]!.AsArray()
        select new TheoryDataRow<string, string, string, string?>(
            row.Str("message"), row.Str("signature"), row.Str("node_id"), row["private_key"]?.GetValue<string>());

    [Theory, MemberData(nameof(Rows))]
    public void Verify_VectorRow_KnowsTheSigner(string message, string text, string nodeId, string? privateKey)
    {
        var signature = MessageSignature.Parse(text).Value;
        Assert.True(signature.TryRecover(message, out var key));
        Assert.Equal(nodeId, key.ToString());
        Assert.True(signature.Verify(message, PublicKey.FromHex(nodeId)));
        Assert.False(signature.Verify(message + " ", PublicKey.FromHex(nodeId)));
        Assert.False(signature.Verify(message, key.Negate()));
        Assert.Equal(text, signature.ToString());
        Assert.Equal(signature, MessageSignature.Parse(signature.ToArray()).Value);
        if (privateKey is null) return;

        using var secret = PrivateKey.FromHex(privateKey);
        Assert.Equal(text, MessageSignature.Sign(secret, message).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hi")]
    [InlineData("zażółć ⚡ \0 end")]
    public void Verify_OwnSignature_HoldsInBothForms(string message)
    {
        using var key = PrivateKey.Generate();
        var signature = MessageSignature.Sign(key, message);
        Assert.InRange(signature.ToArray()[0], 31, 34);
        Assert.True(MessageSignature.Parse(signature.ToArray()).Value.Verify(message, key.PublicKey));
        Assert.True(MessageSignature.Parse(signature.ToString()).Value.Verify(message, key.PublicKey));
    }

    [Fact]
    public void Verify_EveryByteChanged_Fails()
    {
        using var key = PrivateKey.Generate();
        var raw = MessageSignature.Sign(key, Message).ToArray();
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] ^= 1;
            Assert.False(MessageSignature.Parse(raw).TryGet(out var changed, out _) && changed.Verify(Message, key.PublicKey), $"byte {i}");
            raw[i] ^= 1;
        }
    }

    [Fact]
    public void Parse_EveryHeader_Takes31To34()
    {
        var raw = new byte[MessageSignature.Size];
        for (var header = 0; header <= byte.MaxValue; header++)
        {
            raw[0] = (byte)header;
            var result = MessageSignature.Parse(raw);
            Assert.Equal(header is >= 31 and <= 34, result.IsOk);
            Assert.Equal(result.IsOk ? WireRule.None : WireRule.ValueOutOfRange, result.Error.Rule);
            if (result.IsOk) Assert.Equal(header - 31, result.Value.Signature.RecoveryId);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(66)]
    public void Parse_AnotherLength_Refuses(int length)
    {
        Assert.Equal(WireRule.WrongLength, MessageSignature.Parse(new byte[length]).Error.Rule);
        Assert.Equal(WireRule.WrongLength, MessageSignature.Parse(new string('y', length)).Error.Rule);
    }

    [Fact]
    public void Parse_TextWithWrongCharacter_TellsWhere()
    {
        var error = MessageSignature.Parse(new string('y', MessageSignature.TextLength - 1) + "v").Error;
        Assert.Equal((WireRule.BadCharacter, MessageSignature.TextLength - 1), (error.Rule, error.Offset));
    }

    [Fact]
    public void TryRecover_ScalarsOutOfRange_GivesNoKey()
    {
        foreach (var filling in new byte[] { 0x00, 0xff })
        {
            var raw = new byte[MessageSignature.Size];
            raw.AsSpan().Fill(filling);
            raw[0] = 31;
            Assert.False(MessageSignature.Parse(raw).Value.TryRecover(Message, out var key));
            Assert.Equal(default, key);
        }
    }
}
