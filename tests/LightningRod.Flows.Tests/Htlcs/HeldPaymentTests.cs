using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Journals;

namespace LightningRod.Flows.Tests.Htlcs;

public sealed class HeldPaymentTests
{
    private static readonly Piece First = House.Part(1), Second = House.Part(2, 2000);

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task TwoParts_HeldThenTriggered_AreReleasedAndSettle(NodeKind kind)
    {
        await using var house = await new House(kind).StartAsync();
        await house.RequestAsync(null, First, Second);
        var (one, two) = (house.Send(First), house.Send(Second));
        await house.UntilAsync(one, PartStatus.Held);
        await house.UntilAsync(two, PartStatus.Held);
        await house.SettleAsync();
        Assert.Equal((0, HtlcState.NotForwarded), (house.Arrived(First), house.StateOf(one)));

        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1 && house.Arrived(Second) == 1);
        await house.UntilAsync(two, PartStatus.Passed);
        house.Claim(First);
        house.Claim(Second);
        await house.UntilAsync(() => house.State().IsClosed);
        Assert.Equal(HoldStatus.Done, house.State().Status);
        await house.UntilAsync(() => house.Steps.Count >= 6);
        string[] expected =
        [
            StepNames.PartHeld, StepNames.PartHeld, StepNames.PartReleased, StepNames.PartReleased, StepNames.PartSettled, StepNames.PartSettled,
        ];
        Assert.Equal(expected.Order(), house.Steps.Order());
        var entry = HeldPaymentActor.PartIndexKey(new(one.Node, one.Channel, one.HtlcId));
        Assert.Null(await house.Journal.FindActorAsync(house.Hold.Client, "part", entry, CancellationToken.None));
        house.Network.Check();
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task HtlcOfNobodys_GoesOnAndNothingIsWritten(NodeKind kind)
    {
        await using var house = await new House(kind).StartAsync();
        await house.UntilAsync(() => house.Stored(ClientActor.IdOf(house.Id("payee"))).Count == 2);
        await house.UntilAsync(() => house.Stored(ClientActor.IdOf(house.Id("payer"))).Count == 2);
        await house.SettleAsync();
        var before = house.Journal.Appends;
        var part = House.Part(9);
        var key = house.Send(part, "stranger");
        await house.UntilAsync(() => house.Arrived(part, "hub") == 1);
        house.Claim(part, "hub");
        await house.UntilAsync(() => house.IsSettled(key));
        await house.SettleAsync();
        Assert.Equal(before, house.Journal.Appends);
        Assert.Empty(house.Steps);
    }

    [Fact]
    public async Task HtlcOfNobodys_GoesOnWhileTheStorageIsDown()
    {
        await using var house = await new House().StartAsync();
        house.Journal.Crash();
        var held = house.Send(First);
        var part = House.Part(9);
        house.Send(part, "stranger");
        await house.UntilAsync(() => house.Arrived(part, "hub") == 1);
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(held));
    }

    [Fact]
    public async Task HtlcOfAClientWithoutAHold_GoesOn()
    {
        await using var house = await new House().StartAsync();
        var key = house.Send(First);
        await house.UntilAsync(() => house.Arrived(First) == 1);
        house.Claim(First);
        await house.UntilAsync(() => house.IsSettled(key));
        Assert.Empty(house.Stored(house.Hold));
    }

    [Fact]
    public async Task Release_WhileTheNextChannelIsAway_WaitsForIt()
    {
        await using var house = await new House().StartAsync();
        house.Online("payee", false);
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Stored(MailboxActor.IdOf(house.Id("payee"))).OfType<WakeUpWished>().Any());
        Assert.Equal(PartStatus.Held, house.Status(key));
        house.Online("payee", true);
        await house.UntilAsync(() => house.Arrived(First) == 1);
        await house.UntilAsync(() => house.Stored(MailboxActor.IdOf(house.Id("payee"))).OfType<ClientReturned>().Any());
    }

    [Fact]
    public async Task Release_DecidedWhileTheStreamIsGone_WaitsForTheNextChannelOnTheNewOne()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        house.Node.IsCut = true;
        house.LoseStream();
        await house.UntilAsync(() => !house.Connector.Health.IsOpen);
        await house.TriggerAsync();
        await house.UntilAsync(key, PartStatus.ReleaseDecided);
        house.Online("payee", false);
        house.Node.IsCut = false;
        await house.UntilAsync(() => house.Connector.Health is { IsOpen: true, Held: 1 });
        await house.SettleAsync();
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        house.Online("payee", true);
        await house.UntilAsync(() => house.Arrived(First) == 1);
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Settle_WhileThePayerIsAway_WakesItAndEndsWhenItIsBack(NodeKind kind)
    {
        await using var house = await new House(kind).StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        house.Online("payer", false);
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        house.Claim(First);
        var reason = kind == NodeKind.Lnd ? WakeUpReason.ReturnWaiting : WakeUpReason.PreimageWaiting;
        await house.UntilAsync(() => house.Stored(MailboxActor.IdOf(house.Id("payer"))).OfType<WakeUpWished>().Any(wish => wish.Reason == reason));
        Assert.False(house.State().IsClosed);
        house.Online("payer", true);
        await house.UntilAsync(() => house.State().IsClosed);
    }

    [Fact]
    public async Task Hold_OverItsAmount_RefusesThePart()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(Msat.FromSatoshis(1500), First, Second);
        var key = house.Send(Second);
        await house.UntilAsync(key, PartStatus.Failed);
        Assert.Equal(FailCause.OverAmount, house.State().Parts[0].Cause);
        await house.UntilAsync(() => house.Steps.Contains(StepNames.PartRefused));
    }

    [Fact]
    public async Task Hold_WithAsManyPartsAsItMayHave_RefusesOneMore()
    {
        await using var house = await new House().StartAsync();
        var hashes = LightningRod.Wire.Rod.PaymentHashList.Of(First.Hash);
        var limits = HoldLimits.Default with { MaxParts = 2 };
        await house.AskAsync(house.Hold, new RequestHold(hashes, new(House.Expiry), Msat.FromSatoshis(100_000), limits));
        var keys = Enumerable.Range(0, 3).Select(_ => house.Send(First)).ToList();
        await house.UntilAsync(() => house.State().Parts.Count(part => part.Status == PartStatus.Failed) == 1);
        Assert.Equal(2, keys.Count(key => house.StateOf(key) == HtlcState.NotForwarded));
    }

    [Fact]
    public async Task Hash_OfAnExpiredHold_FailsAndNeverPasses()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        var held = house.Send(First);
        await house.UntilAsync(held, PartStatus.Held);
        house.Mine(200);
        // The part is failed at its height; another of the hash that comes meanwhile fails too.
        var late = house.Send(First);
        await house.UntilAsync(() => house.StateOf(held) == HtlcState.Failed && house.StateOf(late) == HtlcState.Failed);
        Assert.Equal(0, house.Arrived(First));
    }

    [Fact]
    public async Task Part_OfASuspendedClient_KeepsItsHold()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        var suspended = house.Directory.ChangeAsync(house.Id("payer"), new SuspendClient(), TestContext.Current.CancellationToken);
        await house.UntilAsync(() => suspended.IsCompleted);
        Assert.Null(house.Directory.Find(house.Id("payer")));
        await house.RestartAsync();
        Assert.Null(house.Directory.Find(house.Id("payer")));
        await house.UntilAsync(() => house.Connector.Health.Held == 1);
        await house.SettleAsync();
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
    }
}
