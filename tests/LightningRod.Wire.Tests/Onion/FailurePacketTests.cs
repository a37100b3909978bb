using LightningRod.Testing;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Wire.Tests.Onion;

public sealed class FailurePacketTests
{
    [Fact]
    public void CreateAndWrap_OnionErrorVector_GivesItsPacket()
    {
        var vector = Vectors.Json("bolt04/onion-error-test.json");
        var hops = vector["generate"]!["hops"]!.AsArray();
        var message = FailureMessage.Parse(vector["generate"].Hex("failure_message")).Value;
        var packet = FailurePacket.Create(hops[^1].Hex("hop_shared_secret"), message);
        foreach (var hop in hops.Reverse().Skip(1)) FailurePacket.Wrap(hop.Hex("hop_shared_secret"), packet);
        Assert.Equal(vector.Str("errorpacket"), Convert.ToHexStringLower(packet));

        using var secrets = SharedSecrets.Of([.. hops.Select(hop => hop.Hex("hop_shared_secret"))]);
        var (failedHop, read) = FailurePacket.Open(secrets, packet).Value;
        Assert.Equal(4, failedHop);
        Assert.Equal(FailureCode.TemporaryNodeFailure, read.Code);
        Assert.Equal("temporary_node_failure", read.ToString());
    }

    [Fact]
    public void Open_FailureOfEachHop_NamesTheHop()
    {
        using var secrets = SharedSecrets.Of(Secret(1), Secret(2), Secret(3));
        for (var failing = 0; failing < 3; failing++)
        {
            var packet = FailurePacket.Create(secrets[failing], new FailureMessage(FailureCode.MppTimeout));
            for (var hop = failing - 1; hop >= 0; hop--) FailurePacket.Wrap(secrets[hop], packet);
            Assert.Equal((failing, new FailureMessage(FailureCode.MppTimeout)), FailurePacket.Open(secrets, packet).Value);
        }
    }

    [Fact]
    public void Open_ChangedOrForeignPacket_IsBadHmac()
    {
        using var secrets = SharedSecrets.Of(Secret(1));
        var packet = FailurePacket.Create(Secret(1), new FailureMessage(FailureCode.MppTimeout));
        packet[100] ^= 1;
        Assert.Equal(WireRule.BadHmac, FailurePacket.Open(secrets, packet).Error.Rule);
        Assert.Equal(WireRule.BadHmac, FailurePacket.Open(secrets, FailurePacket.Create(Secret(2), new FailureMessage(1))).Error.Rule);
        Assert.Equal(WireRule.UnexpectedEnd, FailurePacket.Open(secrets, new byte[35]).Error.Rule);
        Assert.Equal(WireRule.TooLarge, FailurePacket.Open(secrets, new byte[65536]).Error.Rule);
    }

    [Fact]
    public void Create_AnyMessage_IsPaddedToOneLength()
    {
        Assert.Equal(292, FailurePacket.Create(Secret(1), new FailureMessage(1)).Length);
        Assert.Equal(292, FailurePacket.Create(Secret(1), new FailureMessage(1, ByteString.Own(new byte[200]))).Length);
        Assert.Throws<ArgumentException>(() => FailurePacket.Create(Secret(1), new FailureMessage(1, ByteString.Own(new byte[65_600]))));
    }

    [Fact]
    public void FailureMessage_Flags_AreTheCodesBits()
    {
        var message = new FailureMessage(FailureCode.InvalidOnionHmac);
        Assert.True(message is { IsBadOnion: true, IsPermanent: true, IsNodeFailure: false, IsUpdate: false });
        Assert.True(new FailureMessage(FailureCode.FeeInsufficient).IsUpdate);
        Assert.True(new FailureMessage(FailureCode.TemporaryNodeFailure).IsNodeFailure);
        Assert.Equal(FailureCode.InvalidOnionVersion, FailureMessage.CodeOf(new WireError(WireRule.UnknownVersion, 0, "")));
        Assert.Equal(FailureCode.InvalidOnionKey, FailureMessage.CodeOf(new WireError(WireRule.NotAPoint, 0, "")));
        Assert.Equal(WireRule.UnexpectedEnd, FailureMessage.Parse([1]).Error.Rule);
    }

    private static byte[] Secret(byte fill) => [.. Enumerable.Repeat(fill, 32)];
}
