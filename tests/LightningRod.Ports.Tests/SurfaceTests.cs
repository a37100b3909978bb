using System.Reflection;
using LightningRod.Ports.Channels;
using LightningRod.Ports.Messages;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Tests;

public sealed class SurfaceTests
{
    private static readonly Assembly Ports = typeof(IChannelNode).Assembly;

    [Fact]
    public void PublicTypes_AreNotOpenForInheritance() =>
        Assert.All(Ports.GetExportedTypes(), type =>
            Assert.True(type.IsSealed || type.IsAbstract || type.IsInterface || type.IsValueType, type.FullName));

    [Fact]
    public void Ports_NeedWireAndThePlatformAlone() =>
        Assert.All(Ports.GetReferencedAssemblies(), name =>
            Assert.True(name.Name is "LightningRod.Wire" || name.Name!.StartsWith("System.", StringComparison.Ordinal), name.Name));

    [Fact]
    public void Capabilities_ByDefault_PromiseNothing()
    {
        var none = new ChannelNodeCapabilities();
        Assert.Equal((SettleReporting.Never, StreamLossEffect.Forwarded), (none.Settles, none.OnStreamLoss));
        Assert.All(typeof(ChannelNodeCapabilities).GetProperties().Where(p => p.PropertyType == typeof(bool)), p => Assert.False((bool)p.GetValue(none)!));
        var carrier = new MessageCarrierCapabilities();
        Assert.All(typeof(MessageCarrierCapabilities).GetProperties().Where(p => p.PropertyType == typeof(bool)), p => Assert.False((bool)p.GetValue(carrier)!));
    }

    [Fact]
    public void ToString_OfWhatHoldsSecrets_DoesNotTellThem()
    {
        var preimage = new PaymentPreimage(Bytes32.FromHex(new string('a', 64)));
        var key = new HtlcKey("lsp-a", new ChannelId(Bytes32.FromHex(new string('1', 64))), 7);
        Assert.DoesNotContain("aaaa", new HtlcAnswer.Settle(preimage).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", new HtlcSettled(key, preimage).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", new HtlcHistory(HtlcState.Settled, preimage).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", new DeviceToken("fcm", "aaaa").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", new OnionMessageOpened(new OnionMessagePayload(), ByteString.CopyOf(preimage.Value.Span)).ToString(), StringComparison.Ordinal);
        Assert.Equal("lsp-a/11111111/7", key.ToString());
    }

    [Fact]
    public void NextHop_OfNothing_IsNone()
    {
        Assert.True(default(NextHop).IsNone);
        Assert.False(NextHop.Of(new ShortChannelId(1, 2, 3)).IsNone);
        Assert.Equal("1x2x3", NextHop.Of(new ShortChannelId(1, 2, 3)).ToString());
    }
}
