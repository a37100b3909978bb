using LightningRod.Actors.HeldPayment;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.TestKit.Journals;

namespace LightningRod.Flows.Tests.Htlcs;

/// <summary>The process dies at each point of a payment; the next one on the same journal brings it to its end.</summary>
public sealed class KillTests
{
    private static readonly Piece First = House.Part(1), Second = House.Part(2, 2000);

    public static IEnumerable<TheoryDataRow<NodeKind, int>> Points() =>
        from kind in new[] { NodeKind.CoreLightning, NodeKind.Lnd }
        from point in Enumerable.Range(0, 7)
        select new TheoryDataRow<NodeKind, int>(kind, point);

    [Theory, MemberData(nameof(Points))]
    public async Task Kill_AtAnyPointOfAPayment_LetsItSettle(NodeKind kind, int point)
    {
        await using var house = await new House(kind).StartAsync();
        await house.RequestAsync(null, First, Second);
        await KillAtAsync(0);
        var one = house.Send(First);
        await house.UntilAsync(one, PartStatus.Held);
        await KillAtAsync(1);
        var two = house.Send(Second);
        await house.UntilAsync(two, PartStatus.Held);
        await KillAtAsync(2);
        await house.TriggerAsync();
        await KillAtAsync(3);
        await house.UntilAsync(() => house.Arrived(First) == 1 && house.Arrived(Second) == 1);
        await KillAtAsync(4);
        house.Claim(First);
        await KillAtAsync(5);
        house.Claim(Second);
        await KillAtAsync(6);
        await house.UntilAsync(() => house.State().IsClosed);
        Assert.Equal((HoldStatus.Done, true, true), (house.State().Status, house.IsSettled(one), house.IsSettled(two)));
        house.Network.Check();

        async Task KillAtAsync(int here)
        {
            if (here == point) await house.RestartAsync();
        }
    }

    [Theory, InlineData(NodeKind.CoreLightning), InlineData(NodeKind.Lnd)]
    public async Task Reports_OfWhileNobodyListened_AreLookedUpAtTheNextStart(NodeKind kind)
    {
        await using var house = await new House(kind).StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        await house.KillAsync();
        house.Claim(First);
        await house.StartAsync();
        await house.UntilAsync(() => house.State().IsClosed);
        Assert.Equal(PartStatus.Settled, house.Status(key));
    }

    [Fact]
    public async Task PayerThatCameWhileNobodyListened_IsSeenAtTheNextStart()
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        house.Online("payer", false);
        await house.TriggerAsync();
        await house.UntilAsync(() => house.Arrived(First) == 1);
        house.Claim(First);
        await house.UntilAsync(key, PartStatus.Settled);
        await house.KillAsync();
        house.Online("payer", true);
        await house.StartAsync();
        await house.UntilAsync(() => house.State().IsClosed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Kill_AroundTheAppendOfTheTrigger_ReleasesOnlyWhatIsDurable(bool written)
    {
        await using var house = await new House().StartAsync();
        await house.RequestAsync(null, First);
        var key = house.Send(First);
        await house.UntilAsync(key, PartStatus.Held);
        await house.SettleAsync();
        house.Fault = _ => written ? AppendFault.CrashAfter : AppendFault.CrashBefore;
        var asked = house.Host.Fabric.AskAsync(house.Hold, new ShowPaymentId(House.Pid), cancel: TestContext.Current.CancellationToken);
        await house.UntilAsync(() => house.Journal.HasCrashed);
        await house.SettleAsync();
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        house.Fault = static _ => AppendFault.None;
        await house.RestartAsync();
        if (written)
        {
            await house.UntilAsync(() => house.Arrived(First) == 1);
            return;
        }

        await house.UntilAsync(() => house.Connector.Health.Held == 1);
        await house.SettleAsync();
        Assert.Equal(HtlcState.NotForwarded, house.StateOf(key));
        await house.UntilAsync(() => asked.IsCompleted);
    }
}
