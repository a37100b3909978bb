using LightningRod.Peering.Limits;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests.Limits;

public sealed class AllowanceMemoryTests
{
    private static readonly PeerRates Slow = Rates.Unlimited with { OnionMessages = Rates.Of(2) };

    [Fact]
    public void Recall_OfAUsedAllowance_GivesItUntilItIsFullAgain()
    {
        var memory = new AllowanceMemory(10);
        var node = Node();
        memory.Remember(node, Used(), TimeSpan.Zero);
        Assert.Equal(Verdict.Drop, memory.Recall(node, Slow, TimeSpan.Zero).Charge(MessageFamily.Onion, 1, TimeSpan.Zero));

        memory.Remember(node, Used(), TimeSpan.FromSeconds(3));
        Assert.Equal(Verdict.Pass, memory.Recall(node, Slow, TimeSpan.Zero).Charge(MessageFamily.Onion, 1, TimeSpan.Zero));
    }

    [Fact]
    public void Recall_WithOtherRates_BeginsAnew()
    {
        var memory = new AllowanceMemory(10);
        var node = Node();
        memory.Remember(node, Used(), TimeSpan.Zero);
        Assert.Equal(Verdict.Pass, memory.Recall(node, Rates.Unlimited, TimeSpan.Zero).Charge(MessageFamily.Onion, 1, TimeSpan.Zero));
    }

    [Fact]
    public void Remember_MoreThanTheBound_ForgetsTheOldest()
    {
        var memory = new AllowanceMemory(2);
        NodeId[] nodes = [Node(), Node(), Node()];
        foreach (var node in nodes) memory.Remember(node, Used(), TimeSpan.Zero);
        Assert.Equal(2, memory.Count);
        Assert.Equal(
            [Verdict.Pass, Verdict.Drop, Verdict.Drop],
            nodes.Select(node => memory.Recall(node, Slow, TimeSpan.Zero).Charge(MessageFamily.Onion, 1, TimeSpan.Zero)));
    }

    [Fact]
    public void Remember_OneNodeAgainAndAgain_StaysBounded()
    {
        var memory = new AllowanceMemory(5);
        var node = Node();
        for (var i = 0; i < 100; i++) memory.Remember(node, Use(memory.Recall(node, Slow, TimeSpan.Zero)), TimeSpan.Zero);
        Assert.InRange(memory.Count, 1, 5);
    }

    private static PeerAllowance Used() => Use(new(Slow, TimeSpan.Zero));

    private static PeerAllowance Use(PeerAllowance allowance)
    {
        for (var i = 0; i < 3; i++) allowance.Charge(MessageFamily.Onion, 1, TimeSpan.Zero);
        return allowance;
    }

    private static NodeId Node()
    {
        using var key = PrivateKey.Generate();
        return new(key.PublicKey);
    }
}
