using System.Net;
using LightningRod.Peering.Transport;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests.Transport;

public sealed class InitExchangeTests
{
    [Theory]
    [InlineData("8.8.8.8:1234", "8.8.8.8:1234")]
    [InlineData("[::ffff:8.8.8.8]:1234", "8.8.8.8:1234")]
    [InlineData("[2606:4700:4700::1111]:1", "[2606:4700:4700::1111]:1")]
    [InlineData("127.0.0.1:1234", null)]
    [InlineData("[fd00::1]:1234", null)]
    [InlineData("8.8.8.8:0", null)]
    public void ForDialler_AnAddress_IsToldWhenItIsPublic(string dialler, string? told)
    {
        var own = new Init(Features.None) { Networks = [ChainHash.Regtest] };
        var init = InitExchange.ForDialler(own, IPEndPoint.Parse(dialler));
        Assert.Equal(told, init.RemoteAddress is { } address ? NetworkAddress.Parse(address.Span).Value.ToString() : null);
        Assert.Equal(own, init with { RemoteAddress = null });
    }
}
