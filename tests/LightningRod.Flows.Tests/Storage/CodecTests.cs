using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Actors.Tests.HeldPayment;
using LightningRod.Actors.Tests.Mailbox;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage;

namespace LightningRod.Flows.Tests.Storage;

public sealed class CodecTests
{
    private const int Stories = 300;
    private const int Length = 40;

    [Fact]
    public void Messages_OfRandomHolds_ComeBackAsTheyWere() => Properties.Hold(HoldStep.Any, Stories, Length, story =>
    {
        var run = new ActorRun<Hold>(HoldStory.Actor, HoldStory.Id);
        foreach (var step in story)
        {
            run.Now = new(DateTimeOffset.UnixEpoch, step.Height);
            ComeBack(new HeldPaymentCodec(), run.Send(step.Command));
        }
    });

    [Fact]
    public void Messages_OfRandomMailboxes_ComeBackAsTheyWere() => Properties.Hold(MailStep.Any, Stories, Length, story =>
    {
        var run = new ActorRun<MailboxState>(MailStory.Actor, MailStory.Id);
        var now = MailStory.Start;
        foreach (var step in story)
        {
            now += step.Wait;
            run.Now = new(now, 800_000);
            ComeBack(new MailboxCodec(), run.Send(step.Command));
        }
    });

    [Fact]
    public void SoftEvent_OfAMailbox_HasNoStoredName() =>
        Assert.Throws<ArgumentException>(() => new MailboxCodec().Encode(new NobodyFound()));

    [Fact]
    public void Decode_OfAnUnknownName_SaysThatTheNameIsUnknown()
    {
        var unreadable = Assert.Throws<UnreadableMessageException>(() => new HeldPaymentCodec().Decode(new("payment.part_held.v9", default)));
        Assert.True(unreadable.NameIsUnknown);
    }

    [Fact]
    public void Decode_OfAnotherKindsMessage_SaysThatTheNameIsUnknown() =>
        Assert.All(Samples.Mailbox, value =>
        {
            var stored = new MailboxCodec().Encode(value);
            Assert.True(Assert.Throws<UnreadableMessageException>(() => new HeldPaymentCodec().Decode(stored)).NameIsUnknown);
        });

    [Theory]
    [InlineData("payment.part_held.v1", "")]
    [InlineData("payment.part_passed.v1", "")]
    [InlineData("payment.hold_requested.v1", "")]
    [InlineData("payment.hold_requested.v1", "0a0101")]
    [InlineData("payment.hold_ended.v1", "0863")]
    [InlineData("payment.hold_ended.v1", "08")]
    [InlineData("payment.hold_answered.v1", "0a02ffff")]
    [InlineData("payment.wake_client.v1", "1001")]
    public void Decode_OfAPayloadThatDoesNotFit_SaysSo(string name, string hex)
    {
        var stored = new StoredMessage(name, Convert.FromHexString(hex));
        var unreadable = Assert.Throws<UnreadableMessageException>(() => new HeldPaymentCodec().Decode(stored));
        Assert.Equal((name, false), (unreadable.MessageName, unreadable.NameIsUnknown));
    }

    [Fact]
    public void Decode_OfATimeBeyondAllTimes_IsUnreadable()
    {
        var stored = new StoredMessage("client.suspended.v1", Convert.FromHexString("08feffffffffffffffff01"));
        Assert.Throws<UnreadableMessageException>(() => new ClientCodec().Decode(stored));
    }

    /// <summary>Any bytes give a value that can be stored again, or one kind of exception.</summary>
    [Fact]
    public void Decode_OfMutatedPayloads_IsTotal()
    {
        var random = new Random(8_462_643);
        var read = 0;
        foreach (var (value, codec) in Samples.All)
        {
            var stored = codec.Encode(value);
            for (var i = 0; i < 400; i++)
            {
                var payload = Mutate(random, stored.Payload.ToArray());
                object decoded;
                try
                {
                    decoded = codec.Decode(stored with { Payload = payload });
                }
                catch (UnreadableMessageException unreadable)
                {
                    Assert.False(unreadable.NameIsUnknown);
                    continue;
                }

                read++;
                Assert.Equal(decoded, codec.Decode(codec.Encode(decoded)));
            }
        }

        Assert.InRange(read, 1000, Samples.All.Count * 400 - 1000);
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length + 1);
            switch (random.Next(3))
            {
                case 0 when at < bytes.Length: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]]; break;
                default: bytes = bytes[..at]; break;
            }
        }

        return bytes;
    }

    private static void ComeBack(IMessageCodec codec, Decision decision)
    {
        object?[] messages = [.. decision.Events, decision.Reply, .. decision.Effects];
        foreach (var message in messages.OfType<object>()) Assert.Equal(message, codec.Decode(codec.Encode(message)));
    }
}
