using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;

namespace LightningRod.Wire.Tests.Transport;

public sealed class NoiseHandshakeTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows(string role) =>
        from row in Vectors.Json("bolt08/noise-transport.json")["tests"]!.AsArray()
        where row.Str("name").StartsWith("transport-" + role, StringComparison.Ordinal)
        select new TheoryDataRow<string>(row.Str("name"));

    [Theory, MemberData(nameof(Rows), "initiator")]
    public void Initiator_VectorRow_GivesActsOrRule(string name)
    {
        var (keys, steps) = Row(name);
        using var staticKey = PrivateKey.FromHex(keys.Str("ls.priv"));
        using var initiator = new NoiseInitiator(staticKey, PublicKey.FromHex(keys.Str("rs.pub")), PrivateKey.FromHex(keys.Str("e.priv")));
        var outputs = All(steps, "output");
        Assert.Equal(outputs[0], initiator.WriteActOne());

        var actThree = new byte[NoiseAct.ThreeSize];
        var actTwo = Assert.Single(All(steps, "input"));
        var result = initiator.ReadActTwo(actTwo, actThree);
        if (Error(steps) is { } error)
        {
            AssertRefused(result, error, actTwo);
            Assert.Equal(new byte[NoiseAct.ThreeSize], actThree);
            return;
        }

        Assert.Equal(outputs[1], actThree);
        Assert.Equal(keys.Str("rs.pub"), result.Value.RemoteStaticKey.ToString());
        AssertKeys(result.Value, steps);
    }

    [Theory, MemberData(nameof(Rows), "responder")]
    public void Responder_VectorRow_GivesActsOrRule(string name)
    {
        var (keys, steps) = Row(name);
        using var staticKey = PrivateKey.FromHex(keys.Str("ls.priv"));
        using var responder = new NoiseResponder(staticKey, PrivateKey.FromHex(keys.Str("e.priv")));
        var inputs = All(steps, "input");
        var actTwo = responder.ReadActOne(inputs[0]);
        if (inputs.Length == 1)
        {
            AssertRefused(actTwo, Error(steps)!, inputs[0]);
            return;
        }

        Assert.Equal(Assert.Single(All(steps, "output")), actTwo.Value);
        var result = responder.ReadActThree(inputs[1]);
        if (Error(steps) is { } error)
        {
            AssertRefused(result, error, inputs[1]);
            return;
        }

        using var initiatorKey = Handshakes.InitiatorStatic;
        Assert.Equal(initiatorKey.PublicKey, result.Value.RemoteStaticKey);
        AssertKeys(result.Value, steps);
    }

    [Fact]
    public void Handshake_FreshKeys_SessionsUnderstandEachOther()
    {
        using PrivateKey dialler = PrivateKey.Generate(), dialled = PrivateKey.Generate();
        using var initiator = new NoiseInitiator(dialler, dialled.PublicKey);
        using var responder = new NoiseResponder(dialled);
        var actOne = initiator.WriteActOne();
        var actThree = new byte[100]; // more room than needed is fine
        using var there = initiator.ReadActTwo(responder.ReadActOne(actOne).Value, actThree).Value;
        using var here = responder.ReadActThree(actThree.AsSpan(0, NoiseAct.ThreeSize)).Value;
        Assert.Equal(dialled.PublicKey, there.RemoteStaticKey);
        Assert.Equal(dialler.PublicKey, here.RemoteStaticKey);
        foreach (var (from, to) in new[] { (there, here), (here, there) })
        {
            ArrayBufferWriter<byte> sent = new(), received = new();
            Assert.True(from.TryEncrypt("hello"u8, sent));
            Assert.True(to.Decrypt(Sequences.Whole(sent.WrittenMemory), received).Value.HasMessage);
            Assert.Equal("hello"u8, received.WrittenSpan);
        }

        using var other = new NoiseInitiator(dialler, dialled.PublicKey);
        Assert.NotEqual(actOne, other.WriteActOne()); // the ephemeral key is another each time
    }

    [Fact]
    public void ReadActOne_ForAnotherNode_BadCiphertext()
    {
        using PrivateKey dialler = PrivateKey.Generate(), dialled = PrivateKey.Generate(), wanted = PrivateKey.Generate();
        using var initiator = new NoiseInitiator(dialler, wanted.PublicKey);
        using var responder = new NoiseResponder(dialled);
        AssertError(responder.ReadActOne(initiator.WriteActOne()), WireRule.BadCiphertext, 34);
    }

    [Fact]
    public void ReadAct_TooLong_TrailingBytes()
    {
        using var responder = Responder();
        AssertError(responder.ReadActOne([.. ActOne(), 0]), WireRule.TrailingBytes, NoiseAct.OneSize);
    }

    [Fact]
    public void ReadAct_EveryChangedBit_IsRefused()
    {
        using var initiator = Initiator();
        var actOne = initiator.WriteActOne();
        using var honest = Responder();
        var actTwo = honest.ReadActOne(actOne).Value;
        var actThree = new byte[NoiseAct.ThreeSize];
        _ = initiator.ReadActTwo(actTwo, actThree).Value;

        for (var bit = 0; bit < 8 * NoiseAct.ThreeSize; bit++)
        {
            using var responder = Responder();
            if (bit < 8 * NoiseAct.OneSize) Assert.False(responder.ReadActOne(Flip(actOne, bit)).IsOk);

            using var fresh = Initiator();
            fresh.WriteActOne();
            if (bit < 8 * NoiseAct.TwoSize) Assert.False(fresh.ReadActTwo(Flip(actTwo, bit), new byte[NoiseAct.ThreeSize]).IsOk);

            using var last = Responder();
            _ = last.ReadActOne(actOne).Value;
            Assert.False(last.ReadActThree(Flip(actThree, bit)).IsOk);
        }
    }

    [Fact]
    public void Acts_OutOfOrder_Throw()
    {
        using var initiator = Initiator();
        Assert.Throws<InvalidOperationException>(() => initiator.ReadActTwo(new byte[NoiseAct.TwoSize], new byte[NoiseAct.ThreeSize]));
        initiator.WriteActOne();
        Assert.Throws<InvalidOperationException>(initiator.WriteActOne);
        Assert.Throws<ArgumentException>(() => initiator.ReadActTwo(new byte[NoiseAct.TwoSize], new byte[NoiseAct.ThreeSize - 1]));
        Assert.False(initiator.ReadActTwo(new byte[NoiseAct.TwoSize], new byte[NoiseAct.ThreeSize]).IsOk);
        Assert.Throws<InvalidOperationException>(() => initiator.ReadActTwo(new byte[NoiseAct.TwoSize], new byte[NoiseAct.ThreeSize]));

        using var responder = Responder();
        Assert.Throws<InvalidOperationException>(() => responder.ReadActThree(new byte[NoiseAct.ThreeSize]));
        Assert.False(responder.ReadActOne(new byte[NoiseAct.OneSize]).IsOk);
        Assert.Throws<InvalidOperationException>(() => responder.ReadActOne(ActOne()));
        Assert.Throws<InvalidOperationException>(() => responder.ReadActThree(new byte[NoiseAct.ThreeSize]));
    }

    [Fact]
    public void Ephemeral_AfterTheHandshake_IsZeroed()
    {
        PrivateKey initiatorEphemeral = Handshakes.InitiatorEphemeral, responderEphemeral = Handshakes.ResponderEphemeral;
        using PrivateKey dialler = Handshakes.InitiatorStatic, dialled = Handshakes.ResponderStatic;
        using var initiator = new NoiseInitiator(dialler, dialled.PublicKey, initiatorEphemeral);
        using var responder = new NoiseResponder(dialled, responderEphemeral);
        var actThree = new byte[NoiseAct.ThreeSize];
        _ = initiator.ReadActTwo(responder.ReadActOne(initiator.WriteActOne()).Value, actThree).Value;
        _ = responder.ReadActThree(actThree).Value;
        foreach (var key in new[] { initiatorEphemeral, responderEphemeral })
            Assert.Throws<ObjectDisposedException>(() => key.Export(new byte[PrivateKey.Size]));
        dialler.Export(new byte[PrivateKey.Size]); // the node key stays the caller's
        dialled.Export(new byte[PrivateKey.Size]);
    }

    private static NoiseInitiator Initiator()
    {
        using var dialled = Handshakes.ResponderStatic;
        return new(Handshakes.InitiatorStatic, dialled.PublicKey, Handshakes.InitiatorEphemeral);
    }

    private static NoiseResponder Responder() => new(Handshakes.ResponderStatic, Handshakes.ResponderEphemeral);

    private static byte[] ActOne()
    {
        using var initiator = Initiator();
        return initiator.WriteActOne();
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var changed = bytes.ToArray();
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private static (JsonNode Keys, JsonArray Steps) Row(string name)
    {
        var row = Vectors.Json("bolt08/noise-transport.json")["tests"]!.AsArray().Single(r => r!.Str("name") == name)!;
        return (row["keys"]!, row["steps"]!.AsArray());
    }

    private static byte[][] All(JsonArray steps, string field) => [.. from step in steps where step![field] is not null select step.Hex(field)];

    private static string? Error(JsonArray steps) => steps[^1]!["error"]?.GetValue<string>();

    private static void AssertRefused<T>(Result<T> result, string error, byte[] act)
    {
        var (rule, offset) = error switch
        {
            _ when error.EndsWith("READ_FAILED", StringComparison.Ordinal) => (WireRule.UnexpectedEnd, act.Length),
            _ when error.Contains("BAD_VERSION", StringComparison.Ordinal) => (WireRule.UnknownVersion, 0),
            _ when error.EndsWith("BAD_PUBKEY", StringComparison.Ordinal) => (WireRule.NotAPoint, 1),
            "ACT3_BAD_CIPHERTEXT" => (WireRule.BadCiphertext, 1),
            "ACT3_BAD_TAG" => (WireRule.BadCiphertext, 50),
            "ACT1_BAD_TAG" or "ACT2_BAD_TAG" => (WireRule.BadCiphertext, 34),
            _ => throw new NotSupportedException(error),
        };
        AssertError(result, rule, offset);
    }

    private static void AssertError<T>(Result<T> result, WireRule rule, int offset)
    {
        Assert.False(result.IsOk);
        Assert.Equal((rule, offset), (result.Error.Rule, result.Error.Offset));
    }

    /// <summary>The keys do not leave the session, so they are proven by what they encrypt and decrypt.</summary>
    private static void AssertKeys(NoiseSession session, JsonArray steps)
    {
        var keys = steps[^1]!["final_keys"]!;
        var sent = new ArrayBufferWriter<byte>();
        Assert.True(session.TryEncrypt("abc"u8, sent));
        Assert.Equal(Frame(keys.Hex("sk"), "abc"u8), sent.WrittenSpan);

        var received = new ArrayBufferWriter<byte>();
        Assert.True(session.Decrypt(Sequences.Whole(Frame(keys.Hex("rk"), "defg"u8)), received).Value.HasMessage);
        Assert.Equal("defg"u8, received.WrittenSpan);
    }

    private static byte[] Frame(byte[] key, ReadOnlySpan<byte> message)
    {
        using var aead = new ChaCha20Poly1305(key);
        var frame = new byte[message.Length + 34];
        aead.Encrypt(new byte[12], [0, (byte)message.Length], frame.AsSpan(0, 2), frame.AsSpan(2, 16));
        aead.Encrypt([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], message, frame.AsSpan(18, message.Length), frame.AsSpan(^16));
        return frame;
    }
}
