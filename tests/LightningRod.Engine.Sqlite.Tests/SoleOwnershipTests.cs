using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Sqlite.Tests;

public sealed class SoleOwnershipTests
{
    [Fact]
    public void EpochOf_ClaimedShards_AreTheClaims()
    {
        var ownership = new SoleOwnership([new ShardClaim(0, 7, 0), new ShardClaim(255, 8, 3)]);
        Assert.Equal(7, ownership.EpochOf(0));
        Assert.Equal(8, ownership.EpochOf(255));
        Assert.Null(ownership.EpochOf(1));
        Assert.Equal(new Dictionary<byte, long> { [0] = 7, [255] = 8 }, ownership.Owned);
    }
}
