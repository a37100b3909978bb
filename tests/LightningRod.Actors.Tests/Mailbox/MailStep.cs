using FsCheck;
using FsCheck.Fluent;
using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Encodings;
using static LightningRod.Actors.Tests.Mailbox.MailStory;

namespace LightningRod.Actors.Tests.Mailbox;

/// <summary>One step of a random story about a mailbox: some time, perhaps another owner, and a command.</summary>
internal sealed record MailStep(TimeSpan Wait, bool ReadAgain, ICommand Command)
{
    internal static readonly MailboxLimits Limits = new() { MaxMessages = 6, MaxBytes = 5 * Size, MaxDevices = 2 };

    private static readonly Gen<MailSession> Session = Gen.Elements(Relay, NewerRelay, Cln, Lnd);

    private static readonly Gen<TimeSpan> AnyWait = Gen.Frequency(
        (6, Gen.Choose(0, 40).Select(seconds => TimeSpan.FromSeconds(seconds))),
        (3, Gen.Choose(1, 12).Select(minutes => TimeSpan.FromMinutes(minutes))),
        (1, Gen.Elements(TimeSpan.FromHours(3), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromSeconds(-5))));

    private static readonly Gen<ICommand> AnyStore =
        from number in Gen.Choose(1, 9)
        from onlyAt in Gen.Elements<string?>(null, null, "cln-1")
        select (ICommand)Store(number, onlyAt, Limits);

    private static readonly Gen<ICommand> AnyDevice =
        from key in Gen.Choose(1, 3)
        from remove in Gen.Elements(true, false, false)
        let device = Phone with { Key = Bytes32.Sha256([(byte)key]) }
        select remove ? (ICommand)new RemoveDevice(device.Key) : new RegisterDevice(device, Limits);

    private static readonly Gen<ICommand> AnyReport =
        from id in Gen.Choose(1, 6)
        from sent in Gen.Elements(true, false)
        from dead in Gen.Elements<ValueList<Bytes32>>([], [], [Bytes32.Sha256([1])])
        select (ICommand)new ReportWakeUp(id, sent, dead);

    internal static Gen<MailStep> Any { get; } =
        from wait in AnyWait
        from readAgain in Gen.Frequency((12, Gen.Constant(false)), (1, Gen.Constant(true)))
        from command in Gen.Frequency(
            (8, AnyStore), (4, Session.Select(session => (ICommand)new OpenSession(session))),
            (3, Session.Select(session => (ICommand)new CloseSession(session.Id))),
            (6, from session in Session from batch in Gen.Choose(1, 3) select (ICommand)new AcknowledgeMail(session.Id, batch)),
            (3, AnyDevice), (4, AnyReport), (1, Gen.Constant<ICommand>(new NobodyThere())), (1, Gen.Constant<ICommand>(new SeeClient())),
            (2, Gen.Elements<WakeUpReason>(Enum.GetValues<WakeUpReason>()).Select(reason => (ICommand)new RequestWakeUp(reason))),
            (1, Gen.Constant<ICommand>(AlarmDue.Instance)))
        select new MailStep(wait, readAgain, command);
}
