using System.Text;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage;

namespace LightningRod.Flows.Tests.Storage;

/// <summary>An older version that only these tests know: once a hold was closed with whole satoshis, as text.</summary>
public sealed class UpcasterTests
{
    private const string Oldest = "payment.hold_closed.v-1";
    private const string Older = "payment.hold_closed.v0";
    private const string Present = "payment.hold_closed.v1";

    private static readonly HeldPaymentCodec Codec = new(
    [
        new(Oldest, Older, text => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(text.Span)}000")),
        new(Older, Present, text => new HeldPaymentCodec().Encode(new HoldClosed(new(ulong.Parse(Encoding.UTF8.GetString(text.Span))))).Payload),
    ]);

    [Theory, InlineData(Older, "5000"), InlineData(Oldest, "5")]
    public void Decode_OfAnOlderVersion_GivesThePresentMessage(string name, string text) =>
        Assert.Equal(new HoldClosed(new(5000)), Codec.Decode(new(name, Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Encode_WithUpcasters_WritesThePresentVersion() => Assert.Equal(Present, Codec.Encode(new HoldClosed(new(1))).Name);

    [Fact]
    public void Decode_OfAnOlderVersionThatDoesNotFit_NamesTheStoredMessage()
    {
        var unreadable = Assert.Throws<UnreadableMessageException>(() => Codec.Decode(new(Oldest, Encoding.UTF8.GetBytes("much"))));
        Assert.Equal((Oldest, false), (unreadable.MessageName, unreadable.NameIsUnknown));
    }

    [Fact]
    public void Decode_OfAnOlderVersionWithoutUpcaster_SaysThatTheNameIsUnknown() =>
        Assert.True(Assert.Throws<UnreadableMessageException>(() => new HeldPaymentCodec().Decode(new(Older, default))).NameIsUnknown);

    [Fact]
    public void Codec_WithUpcastersThatGoRound_IsAMistake() => Assert.Throws<ArgumentException>(() => new HeldPaymentCodec(
        [new(Oldest, Older, bytes => bytes), new(Older, Oldest, bytes => bytes)]));

    [Fact]
    public void Codec_WithAnUpcasterOfAPresentMessage_IsAMistake() => Assert.Throws<ArgumentException>(() => new HeldPaymentCodec(
        [new(Present, Older, bytes => bytes)]));

    [Fact]
    public void UpcastersOfThisProgram_LeadSomewhere()
    {
        IMessageCodec[] codecs = [new HeldPaymentCodec(), new MailboxCodec(), new ClientCodec()];
        Assert.All(Upcasters.All, older => Assert.Contains(codecs, codec => Knows(codec, older.From)));

        static bool Knows(IMessageCodec codec, string name)
        {
            try
            {
                return codec.Decode(new(name, default)) is not null;
            }
            catch (UnreadableMessageException unreadable)
            {
                return !unreadable.NameIsUnknown;
            }
        }
    }
}
