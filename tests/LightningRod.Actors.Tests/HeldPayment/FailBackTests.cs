using LightningRod.Actors.HeldPayment;
using static LightningRod.Actors.Tests.HeldPayment.HoldStory;

namespace LightningRod.Actors.Tests.HeldPayment;

public sealed class FailBackTests
{
    [Theory]
    // Expiry height is the lowest.
    [InlineData(1000u, 2000u, 900u, 3000u, 40u, 1000u)]
    // Outgoing cltv - forward delta - 6.
    [InlineData(1000u, 2000u, 900u, 945u, 40u, 899u)]
    // Incoming cltv - return delta.
    [InlineData(1000u, 1200u, 900u, 3000u, 40u, 912u)]
    // The node's auto-fail height - 3.
    [InlineData(1000u, 2000u, 800u, 3000u, 40u, 797u)]
    // Never below zero.
    [InlineData(1000u, 100u, 900u, 3000u, 40u, 0u)]
    [InlineData(1000u, 2000u, 900u, 3000u, uint.MaxValue, 0u)]
    public void HeightOf_FourBounds_IsTheLowest(uint expiry, uint incoming, uint autoFail, uint outgoing, uint delta, uint expected)
    {
        var agreement = Agreement() with { ExpiryHeight = new(expiry) };
        var htlc = Htlc(1) with { IncomingExpiry = new(incoming), OutgoingExpiry = new(outgoing) };
        BlockHeight? autoFailHeight = autoFail == 900 ? null : new(autoFail);
        Assert.Equal(new BlockHeight(expected), FailBack.HeightOf(agreement, htlc, delta, autoFailHeight));
    }
}
