using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Network;

public sealed class ChainTests
{
    [Fact]
    public void HeldHtlc_ThatCoreLightningNeverAnswers_ClosesTheChannelOneBlockAfterExpiry()
    {
        var world = new World(NodeKind.CoreLightning);
        world.Open();
        var payment = world.Pay();
        world.Do(new Mine(payment.Part.Expiry.Value - world.Height.Value));
        Assert.Equal(0, world.Do(new GetStatus()).ForceCloses);
        world.Do(new Mine());
        Assert.Equal(1, world.Do(new GetStatus()).ForceCloses);
        Assert.Single(world.Reports.OfType<ChannelOnChain>());
        Assert.Equal(AnswerOutcome.KeyUnknown, world.Answer(payment.Key, new HtlcAnswer.Resume()));

        world.Do(new Mine());
        Assert.Equal(new HtlcFailed(payment.Key, HtlcFailureReason.OnChain), Assert.Single(world.Reports.OfType<HtlcFailed>()));
        Assert.IsType<HtlcEnd.TimedOut>(world.Ended(payment.Id!.Value)!.End);
        var settings = new NetworkSettings();
        // The part is smaller than the fee of its transaction, so all of it goes to the miners.
        Assert.Equal(settings.CommitmentFee + payment.Part.Amount, world.Do(new GetStatus()).ChainFees);
        world.Network.Check();
    }

    [Fact]
    public void SettledHtlc_WhosePayerNeverComesBack_IsClaimedOnChainInTime()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay(100_000);
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        world.Do(new SetOnline(World.Payer, false));
        world.Claim(payment);
        world.Do(new Mine(payment.Part.Expiry.Value - 10 - world.Height.Value - 1));
        Assert.Equal(0, world.Do(new GetStatus()).ForceCloses);
        world.Do(new Mine(2));
        Assert.Equal(1, world.Do(new GetStatus()).ForceCloses);
        Assert.Equal(new HtlcSettled(payment.Key, payment.Preimage), Assert.Single(world.Reports.OfType<HtlcSettled>()));
        var lsp = world.Do(new GetNode(World.Lsp));
        var settings = new NetworkSettings();
        Assert.Equal(Msat.FromSatoshis(500_000) - settings.CommitmentFee + payment.Part.Amount - settings.HtlcFee, lsp.OnChain);
        Assert.Equal(Msat.Zero, lsp.Lost);
        world.Network.Check();
    }

    [Fact]
    public void FailedHtlc_WhosePayerNeverComesBack_CostsNoClose()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        world.Do(new SetOnline(World.Payer, false));
        world.Do(new Mine(200));
        Assert.Equal(0, world.Do(new GetStatus()).ForceCloses);
        Assert.Null(world.Ended(payment.Id!.Value));
        world.Do(new SetOnline(World.Payer, true));
        Assert.IsType<HtlcEnd.Failed>(world.Ended(payment.Id!.Value)!.End);
        world.Network.Check();
    }

    [Fact]
    public void ArrivedHtlc_ThatAPayeeNeverClaims_IsFailedBackAfterTheLastHopTimesOut()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        world.Do(new SetOnline(World.Payee, false));
        world.Do(new Mine(200));
        Assert.Equal(1, world.Do(new GetStatus()).ForceCloses);
        Assert.Equal(new HtlcFailed(payment.Key, HtlcFailureReason.Downstream), Assert.Single(world.Reports.OfType<HtlcFailed>()));
        Assert.IsType<HtlcEnd.Failed>(world.Ended(payment.Id!.Value)!.End);
        world.Network.Check();
    }

    [Fact]
    public void HeldHtlc_WhoseChannelGoesOnChain_IsNeverReleased()
    {
        foreach (var kind in new[] { NodeKind.Lnd, NodeKind.CoreLightning })
        {
            var world = new World(kind);
            world.Open();
            var payment = world.Pay();
            world.Do(new ForceClose(World.Payer, world.In.Channel));
            Assert.Equal(kind == NodeKind.Lnd, world.Offers.Last().IsOnChain);
            Assert.NotEqual(AnswerOutcome.Given, world.Answer(payment.Key, new HtlcAnswer.Resume()));
            world.Do(new Mine(300));
            Assert.Null(world.Arrived(payment.Hash));
            Assert.IsType<HtlcEnd.TimedOut>(world.Ended(payment.Id!.Value)!.End);
            world.Network.Check();
        }
    }

    [Fact]
    public void ForwardedHtlc_WhoseIncomingChannelGoesOnChain_IsClaimedThere()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay(50_000);
        world.Answer(payment.Key, new HtlcAnswer.Resume());
        world.Do(new ForceClose(World.Payer, world.In.Channel));
        world.Claim(payment);
        world.Do(new Mine());
        Assert.IsType<HtlcEnd.Settled>(world.Ended(payment.Id!.Value)!.End);
        Assert.Equal(Msat.Zero, world.Do(new GetStatus()).Lost);
        world.Network.Check();
    }

    [Fact]
    public void Reorg_LowersTheHeightAndUndoesNoAutoFail()
    {
        var world = new World();
        world.Open();
        var payment = world.Pay();
        var due = world.Offers.Single().AutoFailHeight!.Value;
        world.Do(new Mine(due.Value - world.Height.Value - 1));
        world.Do(new Reorg(3));
        Assert.Equal(due - 4, world.Height);
        Assert.Equal(new HeightChanged(due - 4), world.Reports[^1]);
        world.Do(new Mine(3));
        Assert.Empty(world.Reports.OfType<HtlcFailed>());
        world.Do(new Mine());
        world.Do(new Reorg(5));
        Assert.Single(world.Reports.OfType<HtlcFailed>());
        Assert.Equal(HtlcState.Failed, world.Do(new FindHtlc(payment.Key)).State);
    }

    [Fact]
    public void Reorg_AfterAForceClose_KeepsItClosed()
    {
        var world = new World();
        world.Do(new ForceClose(World.Lsp, world.In.Channel));
        world.Do(new Reorg(6));
        Assert.True(world.Channel(World.Lsp, world.In).IsOnChain);
        Assert.Equal("the channel is not active", world.Pay().Refusal);
    }
}
