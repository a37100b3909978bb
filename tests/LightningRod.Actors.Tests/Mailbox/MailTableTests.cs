using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Encodings;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

/// <summary>Every command in every state and at any time: no exception, and what an engine relies on.</summary>
public sealed class MailTableTests
{
    private static readonly Dictionary<string, IEvent[]> States = new()
    {
        ["nothing"] = [],
        ["away"] = [new NobodyFound(), WithPhone],
        ["mail, presence unknown"] = [WithPhone, Stored(1), Stored(2, "cln-1")],
        ["mail, away"] = [new NobodyFound(), WithPhone, Stored(1), Stored(2, "cln-1")],
        ["mail, away, woken"] = [new NobodyFound(), WithPhone, Stored(1), new WakeUpSent(1, WakeUpReason.MessageWaiting, Start)],
        ["here"] = [WithPhone, Opened(Relay)],
        ["here twice"] = [WithPhone, Opened(Relay), Opened(Cln), Stored(1), Stored(2, "cln-1")],
        ["here, handed out"] = [WithPhone, Stored(1), Opened(Relay), new BatchHandedOut(Relay.Id, Batch(1, 1))],
        ["left"] = [WithPhone, Stored(1), Opened(Relay), new SessionClosed(Relay.Id, Start)],
        ["wished"] = [WithPhone, new NobodyFound(), new WakeUpWished(WakeUpReason.ExpirySoon, Start)],
        ["events that do not fit"] =
        [
            new MailAcknowledged([7L]), new MailExpired([8L]), new DeviceRemoved(Phone.Key), new WakeUpWishDropped(WakeUpReason.ExpirySoon),
            new WakeUpEnded(5, true), new SessionClosed(Relay.Id, Start), new BatchTaken(Relay.Id), new BatchHandedOut(Relay.Id, Batch(1, 1)),
            new Unknown(),
            new MailboxCheckpoint([Mail(1)], 1, [Phone], [new(WakeUpReason.MessageWaiting, Start) { SentAt = Start }], null, 0),
        ],
    };

    private static readonly ICommand[] Commands =
    [
        Store(1), Store(3), Store(3, "cln-1"), Store(3, limits: new() { MaxMessages = 0, MaxBytes = 0, Life = TimeSpan.MinValue }),
        Store(3, limits: new() { Life = TimeSpan.MaxValue }), new OpenSession(Relay), new OpenSession(NewerRelay), new OpenSession(Cln),
        new OpenSession(Relay with { LastBatch = int.MaxValue }), new CloseSession(Relay.Id), new CloseSession(Guid.Empty), new NobodyThere(),
        new SeeClient(),
        new AcknowledgeMail(Relay.Id, 1), new AcknowledgeMail(Guid.Empty, int.MinValue), new RegisterDevice(Phone, MailboxLimits.Default),
        new RegisterDevice(Phone with { Key = Bytes32.Sha256("x"u8) }, new() { MaxDevices = 0 }), new RemoveDevice(Phone.Key),
        new RemoveDevice(default),
        .. Enum.GetValues<WakeUpReason>().Select(reason => new RequestWakeUp(reason)), new ReportWakeUp(1, true, [Phone.Key]),
        new ReportWakeUp(long.MaxValue, false, []), AlarmDue.Instance, new Unknown(), new IndexTaken(new Unknown(), "x", new("x"u8)),
    ];

    private static readonly DateTimeOffset[] Times =
    [
        DateTimeOffset.MinValue, Start, Start + TimeSpan.FromMinutes(3), Start + TimeSpan.FromDays(13), Start + TimeSpan.FromDays(15),
        DateTimeOffset.MaxValue,
    ];

    public static IEnumerable<TheoryDataRow<string>> StateNames() => States.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(StateNames))]
    public void AnyCommand_InAnyState_IsDecided(string state) => Assert.All(
        from command in Commands
        from time in Times
        select (command, time),
        step =>
        {
            var scenario = GivenUnknown(States[state]);
            scenario.Run.Now = new(step.time, 0);
            var before = scenario.State;
            var decision = scenario.When(step.command).Decision;
            Assert.All(decision.Events, happened => Assert.IsNotType<Unknown>(happened));
            Assert.InRange(scenario.State.LastMailId, before.LastMailId, before.LastMailId + 1);
            Assert.Equal(scenario.State.Mail.Select(mail => MailboxActor.ContentKey(mail.Hash)).ToHashSet(), scenario.Run.Content.Keys.ToHashSet());
        });

    private sealed record Unknown : ICommand, IEvent;
}
