using LightningRod.Actors.HeldPayment;
using LightningRod.Wire.Rod;

namespace LightningRod.Actors.Tests.HeldPayment;

/// <summary>What the stories about holds have in common: payer, payment id, hashes, heights.</summary>
internal static class HoldStory
{
    internal const uint Now = 800_000;
    internal const uint Expiry = 800_500;
    internal const uint IncomingExpiry = 801_000;

    internal static readonly PaymentId Pid = new(Bytes32.Sha256("pid"u8));
    internal static readonly NodeId Payer = NodeId.FromHex("02" + new string('a', 64));
    internal static readonly NodeId Payee = NodeId.FromHex("03" + new string('b', 64));
    internal static readonly ActorId Id = HeldPaymentActor.IdOf(Payer, Pid.Hash());
    internal static readonly HeldPaymentActor Actor = new();
    internal static readonly ChannelId Incoming = new(Bytes32.Sha256("incoming"u8));
    internal static readonly ChannelId Outgoing = new(Bytes32.Sha256("outgoing"u8));
    internal static readonly PaymentHash[] Hashes = [.. Enumerable.Range(0, 200).Select(i => new PaymentHash(Bytes32.Sha256([(byte)i])))];
    internal static readonly Msat MaxAmount = new(1_000_000);

    internal static readonly ShowPaymentId Trigger = new(Pid);
    internal static readonly HoldTriggered Triggered = new();

    internal static Scenario<Hold> Given(params IEvent[] events)
    {
        var scenario = Scenario.Given(Actor, Id, new(DateTimeOffset.UnixEpoch, Now), events);
        if (scenario.State is { HasEnded: false, Agreement: { } agreement })
            scenario.Run.Index.UnionWith(agreement.Hashes.Hashes.Select(hash => ("payment_hash", HeldPaymentActor.IndexKey(hash))));
        scenario.Run.Index.UnionWith(Awaited(scenario.State));
        return scenario;
    }

    /// <summary>The index entries of the parts that need reports.</summary>
    internal static IEnumerable<(string Index, OpaqueKey Key)> Awaited(Hold hold) => hold.Agreement is null
        ? []
        : hold.Parts.Where(part => part.NeedsReports).Select(part => ("part", HeldPaymentActor.PartIndexKey(part.Key)));

    internal static PaymentHashList List(int count) => PaymentHashList.Of(Hashes.Take(count));

    internal static RequestHold Request(int hashes = 1) => new(List(hashes), new(Expiry), MaxAmount, HoldLimits.Default);

    internal static HoldAgreement Agreement(int hashes = 1) => new(List(hashes), new(Expiry), MaxAmount, 288, 6, 64);

    internal static HoldRequested Requested(int hashes = 1) => new(Agreement(hashes));

    internal static PartKey Key(ulong id) => new("cln-1", Incoming, id);

    internal static OfferedHtlc Htlc(ulong id, int hash = 0, ulong msat = 100_000, ChannelId? next = null, bool toClient = false) => new(
        Key(id), Hashes[hash], new(msat), new(IncomingExpiry), new(msat - 1000), new(IncomingExpiry - 300), new(Payee, next ?? Outgoing, toClient));

    internal static OfferPart Offer(OfferedHtlc htlc, bool active = true, bool old = false) => new(htlc, 40, null, active, old);

    internal static OfferPart Offer(ulong id, int hash = 0, ulong msat = 100_000, bool active = true) => Offer(Htlc(id, hash, msat), active);

    internal static PartHeld Held(ulong id, int hash = 0, ulong msat = 100_000, bool active = true, uint failBack = Expiry) =>
        new(Htlc(id, hash, msat), new(failBack), active);

    internal static PartReleaseDecided Released(ulong id) => new(Key(id));

    /// <summary>A hold that came to its good end.</summary>
    internal static readonly IEvent[] Finished =
    [
        Requested(), Held(1), Triggered, Released(1), new PartPassed(Key(1)), new PartSettled(Key(1), true), new HoldEnded(HoldStatus.Done),
        new HoldClosed(new(100_000)),
    ];

    internal static PartAnswer Hold(ulong id, uint failBack = Expiry) => new(Key(id), PartAction.Hold) { NotAfter = new(failBack - 1) };

    internal static PartAnswer Release(ulong id, uint failBack = Expiry) => new(Key(id), PartAction.Release) { NotAfter = new(failBack - 1) };

    internal static PartAnswer Fail(ulong id, FailCause cause = FailCause.FailBackHeight) => PartAnswer.Fail(Key(id), cause);

    internal static ReportPart Report(ulong id, PartReport report, bool payerIsBack = false) => new(Key(id), report, payerIsBack);

    internal static ushort? RefusedWith(Decision decision) => Assert.IsType<HoldAnswered>(decision.Reply).Ack.Refused?.Code;
}
