using System.Net;
using LightningRod.Peering.Limits;

namespace LightningRod.Peering.Tests.Limits;

public sealed class HandshakeGateTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void TryEnter_TwoOfOneNetwork_ShareItsBound(string first, string second, bool share)
    {
        var gate = new HandshakeGate(10, 1);
        Assert.True(gate.TryEnter(IPAddress.Parse(first)));
        Assert.Equal(!share, gate.TryEnter(IPAddress.Parse(second)));
        gate.Leave(IPAddress.Parse(first));
        if (share) Assert.True(gate.TryEnter(IPAddress.Parse(second)));
        Assert.Equal(1, gate.Count);
    }

    [Fact]
    public void TryEnter_AboveTheBoundOfAll_IsRefused()
    {
        var gate = new HandshakeGate(3, 2);
        Assert.Equal([true, true, true, false], Enumerable.Range(1, 4).Select(i => gate.TryEnter(new IPAddress([192, 0, 2, (byte)i]))));
        gate.Leave(new IPAddress([192, 0, 2, 2]));
        Assert.True(gate.TryEnter(new IPAddress([192, 0, 2, 4])));
    }
}
