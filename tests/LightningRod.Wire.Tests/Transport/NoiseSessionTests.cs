using System.Buffers;
using LightningRod.Testing;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;

namespace LightningRod.Wire.Tests.Transport;

public sealed class NoiseSessionTests
{
    private const int Head = 18;
    private const int Tag = 16;

    public static IEnumerable<TheoryDataRow<int, string>> Messages() =>
        from test in Vectors.Json("bolt08/noise-transport.json")["tests"]!.AsArray()
        where test.Str("name") == "transport-message test"
        from row in test["steps"]!.AsArray()
        select new TheoryDataRow<int, string>(row["message_index"]!.GetValue<int>(), row.Str("ciphertext"));

    [Theory, MemberData(nameof(Messages))]
    public void TryEncrypt_VectorRow_GivesItsBytes(int index, string ciphertext)
    {
        var (initiator, responder) = Handshakes.OfVectors();
        for (var i = 0; i < index; i++) Transfer(initiator, responder, "hello"u8.ToArray());
        var sent = new ArrayBufferWriter<byte>();
        Assert.True(initiator.TryEncrypt("hello"u8, sent));
        Assert.Equal(ciphertext, Convert.ToHexStringLower(sent.WrittenSpan));
        Assert.Equal("hello"u8.ToArray(), Receive(responder, sent.WrittenSpan.ToArray()));
    }

    [Fact]
    public void Decrypt_ManyMessagesInRandomPieces_GivesThemInOrder()
    {
        var random = new Random(8);
        var (initiator, responder) = Handshakes.OfVectors();
        foreach (var (from, to) in new[] { (responder, initiator), (initiator, responder) })
        {
            var messages = Enumerable.Range(0, 1700).Select(_ => new byte[random.Next(0, 300)]).ToArray();
            foreach (var message in messages) random.NextBytes(message);
            var stream = new ArrayBufferWriter<byte>();
            foreach (var message in messages) Assert.True(from.TryEncrypt(message, stream));

            var (start, end, got, needed) = (0, 0, 0, Head);
            var received = new ArrayBufferWriter<byte>();
            while (got < messages.Length)
            {
                var available = stream.WrittenMemory[start..end];
                var sequence = random.Next(2) == 0 ? Sequences.Whole(available) : Sequences.InPieces(available, random.Next(1, 40));
                var step = to.Decrypt(sequence, received).Value;
                Assert.Equal(available.Length >= needed, step != new NoiseDecryption(false, 0, needed));
                start += step.Consumed;
                needed = step.Needed;
                if (step.HasMessage)
                {
                    Assert.Equal(messages[got++], received.WrittenSpan);
                    received.ResetWrittenCount();
                }
                else
                {
                    Assert.Equal(0, received.WrittenCount);
                    end = Math.Min(stream.WrittenCount, end + random.Next(1, 200));
                }
            }

            Assert.Equal(stream.WrittenCount, start);
        }
    }

    [Fact]
    public void Decrypt_ByteByByte_SaysWhatIsNeeded()
    {
        var (initiator, responder) = Handshakes.OfVectors();
        var frame = Encrypted(initiator, [1, 2, 3, 4, 5]);
        var received = new ArrayBufferWriter<byte>();
        for (var length = 0; length < Head; length++)
            Assert.Equal(new NoiseDecryption(false, 0, Head), responder.Decrypt(Sequences.Whole(frame.AsMemory(0, length)), received).Value);
        Assert.Equal(new NoiseDecryption(false, Head, 5 + Tag), responder.Decrypt(Sequences.Whole(frame.AsMemory(0, Head + 3)), received).Value);
        for (var length = 0; length < 5 + Tag; length++)
            Assert.Equal(new NoiseDecryption(false, 0, 5 + Tag), responder.Decrypt(Sequences.Whole(frame.AsMemory(Head, length)), received).Value);
        Assert.Equal(0, received.WrittenCount);
        Assert.Equal(new NoiseDecryption(true, 5 + Tag, Head), responder.Decrypt(Sequences.Whole(frame.AsMemory(Head)), received).Value);
        Assert.Equal<byte>([1, 2, 3, 4, 5], received.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(NoiseSession.MaxMessageLength)]
    public void TryEncrypt_ShortestAndLongest_ComeBack(int length)
    {
        var (initiator, responder) = Handshakes.OfVectors();
        var message = new byte[length];
        new Random(length).NextBytes(message);
        var frame = Encrypted(initiator, message);
        Assert.Equal(length + NoiseSession.Overhead, frame.Length);
        Assert.Equal(message, Receive(responder, frame));
    }

    [Fact]
    public void TryEncrypt_TooLong_ThrowsAndTheSessionGoesOn()
    {
        var (initiator, responder) = Handshakes.OfVectors();
        var sent = new ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentException>(() => initiator.TryEncrypt(new byte[NoiseSession.MaxMessageLength + 1], sent));
        Assert.Equal(0, sent.WrittenCount);
        Transfer(initiator, responder, [7]);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(17, 0, true)]
    [InlineData(18, 18, true)]
    [InlineData(20, 18, true)]
    [InlineData(38, 18, true)]
    [InlineData(17, 0, false)]
    [InlineData(18, 0, false)]
    [InlineData(38, 0, false)]
    public void Decrypt_ChangedByte_EndsTheSession(int position, int offset, bool whole)
    {
        var (initiator, responder) = Handshakes.OfVectors();
        Transfer(initiator, responder, [1]);
        var good = Encrypted(initiator, [1, 2, 3, 4, 5]);
        var bad = good.ToArray();
        bad[position] ^= 0x40;
        var received = new ArrayBufferWriter<byte>();
        var result = Decrypt(bad);
        AssertRefused(result);

        AssertRefused(Decrypt(good)); // no second try, not even with what was meant
        Assert.True(responder.Failed);
        var sent = new ArrayBufferWriter<byte>();
        Assert.False(responder.TryEncrypt([1], sent));
        Assert.Equal(0, sent.WrittenCount);
        Assert.Equal(0, received.WrittenCount);

        Result<NoiseDecryption> Decrypt(byte[] frame)
        {
            if (whole) return responder.Decrypt(Sequences.InPieces(frame, 7), received);
            var head = responder.Decrypt(Sequences.Whole(frame.AsMemory(0, Head)), received);
            return head.IsOk ? responder.Decrypt(Sequences.Whole(frame.AsMemory(Head)), received) : head;
        }

        void AssertRefused(Result<NoiseDecryption> refused) =>
            Assert.Equal((false, WireRule.BadCiphertext, offset), (refused.IsOk, refused.Error.Rule, refused.Error.Offset));
    }

    [Fact]
    public void Decrypt_RepeatedOrSkippedMessage_IsRefused()
    {
        var (initiator, responder) = Handshakes.OfVectors();
        var first = Encrypted(initiator, [1]);
        Assert.Equal([1], Receive(responder, first));
        Assert.Equal(WireRule.BadCiphertext, responder.Decrypt(Sequences.Whole(first), new ArrayBufferWriter<byte>()).Error.Rule);

        (initiator, responder) = Handshakes.OfVectors();
        Encrypted(initiator, [1]);
        Assert.Equal(WireRule.BadCiphertext, responder.Decrypt(Sequences.Whole(Encrypted(initiator, [2])), new ArrayBufferWriter<byte>()).Error.Rule);

        (initiator, _) = Handshakes.OfVectors(); // one's own message sent back
        Assert.Equal(WireRule.BadCiphertext, initiator.Decrypt(Sequences.Whole(Encrypted(initiator, [1])), new ArrayBufferWriter<byte>()).Error.Rule);
    }

    [Fact]
    public void SteadyState_BetweenChangesOfKey_AllocatesNothing()
    {
        var (initiator, responder) = Handshakes.OfVectors();
        var message = new byte[1400];
        ArrayBufferWriter<byte> sent = new(2000), received = new(2000);
        Assert.Equal(0, Allocations.PerCall(Once));

        void Once()
        {
            initiator.TryEncrypt(message, sent);
            responder.Decrypt(new ReadOnlySequence<byte>(sent.WrittenMemory), received);
            sent.ResetWrittenCount();
            received.ResetWrittenCount();
        }
    }

    [Fact]
    public void Dispose_LaterUse_Throws()
    {
        var (initiator, _) = Handshakes.OfVectors();
        initiator.Dispose();
        initiator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => initiator.TryEncrypt([1], new ArrayBufferWriter<byte>()));
        Assert.Throws<ObjectDisposedException>(() => initiator.Decrypt(default, new ArrayBufferWriter<byte>()));
    }

    private static byte[] Encrypted(NoiseSession from, byte[] message)
    {
        var sent = new ArrayBufferWriter<byte>();
        Assert.True(from.TryEncrypt(message, sent));
        return sent.WrittenSpan.ToArray();
    }

    private static byte[] Receive(NoiseSession to, byte[] frame)
    {
        var received = new ArrayBufferWriter<byte>();
        Assert.Equal(new NoiseDecryption(true, frame.Length, Head), to.Decrypt(Sequences.Whole(frame), received).Value);
        return received.WrittenSpan.ToArray();
    }

    private static void Transfer(NoiseSession from, NoiseSession to, byte[] message) => Assert.Equal(message, Receive(to, Encrypted(from, message)));
}
