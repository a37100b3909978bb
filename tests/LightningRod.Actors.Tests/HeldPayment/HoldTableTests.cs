using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

/// <summary>Every command in every state: no exception, no step that is not in the picture (docs/actors.md).</summary>
public sealed class HoldTableTests
{
    private static readonly Dictionary<string, IEvent[]> States = new()
    {
        ["nothing"] = [],
        ["requested"] = [Requested(2)],
        ["armed"] = [Requested(2), Triggered],
        ["holding one of two hashes"] = [Requested(2), Held(1)],
        ["holding both hashes"] = [Requested(2), Held(1), Held(2, 1, active: false)],
        ["open, waiting"] = [Requested(2), Held(1), Held(2, 1, active: false), Triggered],
        ["open, released"] = [Requested(), Held(1), Triggered, Released(1)],
        ["open, passed"] = [Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1))],
        ["open, outgoing resolved"] =
            [Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1)), new PartOutgoingResolved(Key(1), false)],
        ["done, waiting for the payer"] =
            [Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1)), new PartSettled(Key(1), false), new HoldEnded(HoldStatus.Done)],
        ["failing"] = [Requested(), Held(1), new PartFailDecided(Key(1), FailCause.FailBackHeight)],
        ["expired, failing"] = [Requested(), Held(1), new PartFailDecided(Key(1), FailCause.FailBackHeight), new HoldExpired()],
        ["cancelled, failing"] = [Requested(), Held(1), new HoldCancelled(), new PartFailDecided(Key(1), FailCause.HoldCancelled)],
        ["abandoned"] = [Requested(), Held(1), new PartAbandoned(Key(1))],
        ["gone"] = [Requested(), Held(1), new PartGone(Key(1))],
        ["refused"] = [Requested(), new PartRefused(Htlc(1), new(Expiry), FailCause.OverAmount)],
        ["closed"] = [Requested(), new HoldCancelled(), new HoldEnded(HoldStatus.Cancelled), new HoldClosed(Msat.Zero)],
        ["events that do not fit"] =
        [
            Released(7), new PartSettled(Key(7), true), new HoldEnded(HoldStatus.Done), Triggered, Requested(), Held(1), Held(1), Released(1),
            new Unknown(),
        ],
    };

    private static readonly Dictionary<string, ICommand> Commands = new()
    {
        ["request"] = Request(2),
        ["other request"] = Request(1),
        ["request, hash taken"] = new IndexTaken(Request(2), "payment_hash", HeldPaymentActor.IndexKey(Hashes[0])),
        ["index taken of something else"] = new IndexTaken(Trigger, "payment_hash", HeldPaymentActor.IndexKey(Hashes[0])),
        ["cancel"] = new CancelHold(),
        ["offer"] = Offer(1),
        ["offer of the second"] = Offer(2, 1),
        ["offer of another"] = Offer(3),
        ["old offer"] = Offer(Htlc(4), old: true),
        ["offer of nothing of ours"] = Offer(5, 9),
        ["offer of extremes"] = new OfferPart(
            new(default, Hashes[0], new(ulong.MaxValue), new(uint.MaxValue), new(ulong.MaxValue), default, default),
            uint.MaxValue, default(BlockHeight), true),
        ["trigger"] = Trigger,
        ["wrong trigger"] = new ShowPaymentId(new(Bytes32.Sha256("wrong"u8))),
        ["next channel active"] = new NextChannelChanged("cln-1", Outgoing, true),
        ["next channel away"] = new NextChannelChanged("cln-1", Outgoing, false),
        ["alarm"] = AlarmDue.Instance,
        ["unknown command"] = new Unknown(),
    };

    private static readonly uint[] Heights = [0, Now, Expiry - 1, Expiry, Expiry + 1, IncomingExpiry - 24, IncomingExpiry, uint.MaxValue];

    public static IEnumerable<TheoryDataRow<string>> StateNames() => States.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(StateNames))]
    public void AnyCommand_InAnyState_IsALegalStep(string state)
    {
        var reports = from report in Enum.GetValues<PartReport>()
                      from id in new ulong[] { 1, 2, 99 }
                      from isBack in new[] { false, true }
                      select (ICommand)Report(id, report, isBack);
        var steps = from command in Commands.Values.Concat(reports)
                    from height in Heights
                    select (command, height);
        Assert.All(steps, step =>
        {
            var scenario = Given(States[state]).AtHeight(step.height);
            var before = scenario.State;
            HoldLaws.LegalStep(before, scenario.When(step.command).Decision, Actor);
        });
    }

    [Fact]
    public void UnknownEvent_InAnyState_ChangesNothing() =>
        Assert.All(States.Values, events => Assert.Equal(Given(events).State, Actor.Apply(Given(events).State, new Unknown())));

    private sealed record Unknown : ICommand, IEvent;
}
