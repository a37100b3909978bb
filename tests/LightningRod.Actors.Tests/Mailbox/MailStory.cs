using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Actors.Tests.Mailbox;

/// <summary>What the stories about mailboxes have in common: a client, messages, sessions, devices.</summary>
internal static class MailStory
{
    internal const int Size = 100 + 37;

    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly NodeId Client = NodeId.FromHex("02" + new string('c', 64));
    internal static readonly ActorId Id = MailboxActor.IdOf(Client);
    internal static readonly MailboxOptions Options = new();
    internal static readonly MailboxActor Actor = new(Options);
    internal static readonly MailSession Relay = new(new Guid(1, 0, 0, new byte[8]), MailSession.Relay, "member-1", true);
    internal static readonly MailSession NewerRelay = new(new Guid(2, 0, 0, new byte[8]), MailSession.Relay, "member-2", true);
    internal static readonly MailSession Cln = new(new Guid(3, 0, 0, new byte[8]), MailSession.AtNode("cln-1"), "member-1", false);
    internal static readonly MailSession Lnd = new(new Guid(4, 0, 0, new byte[8]), MailSession.AtNode("lnd-1"), "member-1", true);
    internal static readonly Device Phone = new(Bytes32.Sha256("phone"u8), "webhook", ByteString.CopyOf("encrypted"u8));

    private static readonly PublicKey PathKey = PrivateKey.FromHex($"{1:x64}").PublicKey;

    internal static OnionMessage Message(int number, int length = 100)
    {
        var onion = new byte[length];
        BitConverter.TryWriteBytes(onion, number);
        return new(PathKey, ByteString.CopyOf(onion));
    }

    internal static StoreMessage Store(int number, string? onlyAt = null, MailboxLimits? limits = null) =>
        new(Message(number), onlyAt, limits ?? MailboxLimits.Default);

    internal static StoredMail Mail(int number, string? onlyAt = null, DateTimeOffset? at = null) => new(
        number, StoredMail.HashOf(Message(number)), Size, onlyAt, (at ?? Start) + TimeSpan.FromDays(14));

    internal static MailStored Stored(int number, string? onlyAt = null, DateTimeOffset? at = null) => new(Mail(number, onlyAt, at), at ?? Start);

    internal static MailBatch Batch(int number, params int[] mail) => new(number, [.. mail.Select(id => Mail(id))], Start);

    internal static SessionOpened Opened(MailSession session) => new(session);

    internal static DeviceRegistered WithPhone { get; } = new(Phone);

    internal static SendWakeUp Push(long id, WakeUpReason reason = WakeUpReason.MessageWaiting) => new(Id.Client, id, reason, [Phone]);

    /// <summary>Events that happened, soft ones too; presence is known to be "away" unless they tell otherwise.</summary>
    internal static Scenario<MailboxState> Given(params IEvent[] events) => GivenUnknown([new NobodyFound(), .. events]);

    /// <summary>As another owner reads it: presence is not known.</summary>
    internal static Scenario<MailboxState> GivenUnknown(params IEvent[] events)
    {
        var scenario = Scenario.Given(Actor, Id, new(Start, 800_000), events);
        foreach (var mail in scenario.State.Mail) scenario.Run.Content[MailboxActor.ContentKey(mail.Hash)] = Message((int)mail.Id).ToArray();
        return scenario;
    }

    internal static MailAnswered Answer(MailOutcome outcome, bool asks = false) => new(outcome, asks);
}
