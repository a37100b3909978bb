using LightningRod.Client.Messages;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Tests;

/// <summary>The paths of docs/protocol.md, section 6, opened hop by hop.</summary>
public sealed class RodPathsTests
{
    private static readonly PrivateKey Relay = Key('1');
    private static readonly PrivateKey Payer = Key('2');
    private static readonly PrivateKey Node = Key('3');
    private static readonly PrivateKey Payee = Key('4');
    private static readonly NetworkAddress Address = NetworkAddress.Parse("203.0.113.5:9735").Value;

    [Theory, InlineData(false), InlineData(true)]
    public void WayBack_Hops_AreOfOneLengthAndUnblockAtTheRelayAlone(bool through)
    {
        var (pid, pathId) = (PaymentId.Random(), Bytes32.Random());
        var path = RodPaths.WayBack(Relay.PublicKey, Payer.PublicKey, pid, pathId, through ? Node.PublicKey : null);
        Assert.Single(path.Hops.Select(hop => hop.EncryptedData.Length).Distinct());
        var hops = Open(path, through ? [Node, Relay, Payer] : [Relay, Payer]);
        Assert.Equal(hops.Select(hop => hop.PaymentUnblock), [.. through ? new PaymentUnblock?[] { null } : [], new PaymentUnblock(pid, null), null]);
        Assert.Equal(new NodeId(Payer.PublicKey), hops[^2].NextNodeId);
        Assert.Equal(ByteString.CopyOf(pathId.Span), hops[^1].PathId);
        Assert.All(hops, hop => Assert.Equal((null, null), (hop.PaymentRelay, hop.PaymentConstraints)));
    }

    [Fact]
    public void WayBack_LiteralForm_HasNoPathId() =>
        Assert.Null(Open(RodPaths.WayBack(Relay.PublicKey, Payer.PublicKey, PaymentId.Random(), null), [Relay, Payer])[^1].PathId);

    [Fact]
    public void Through_AnotherRelaysPath_TellsTheOwnRelayWhereToDial()
    {
        var path = RodPaths.WayBack(Relay.PublicKey, Payer.PublicKey, PaymentId.Random(), Bytes32.Random());
        var joined = RodPaths.Through(Node.PublicKey, path, Enumerable.Repeat(Address, 20));
        var own = RouteBlinding.Unblind(Node, joined.FirstPathKey, joined.Hops[0].EncryptedData).Value.Data;
        Assert.Equal((path.Introduction.NodeId, path.FirstPathKey, EncryptedData.MaxAddresses),
            (own.NextNodeId, own.NextPathKeyOverride, own.NextNodeAddresses.Count));
        Assert.Equal(path, RodPaths.Through(Relay.PublicKey, path, [Address]));
    }

    [Fact]
    public void FromRelay_AddressesOfTheNextNode_StandAtTheRelayAlone()
    {
        var hops = Open(RodPaths.FromRelay(Relay.PublicKey, [Node.PublicKey, Payee.PublicKey], [Address]), [Relay, Node, Payee]);
        Assert.Equal([1, 0, 0], hops.Select(hop => hop.NextNodeAddresses.Count));
        Assert.Equal([new NodeId(Node.PublicKey), new NodeId(Payee.PublicKey), null], hops.Select(hop => hop.NextNodeId));
    }

    [Fact]
    public void Mail_OverAPathOfTheWallet_OpensWithItsPathId()
    {
        var pathId = Bytes32.Random();
        var content = new PaymentReady(PaymentHashList.Of(new PaymentHash(Bytes32.Random()))).ToRecord();
        var message = Mail.Write(RodPaths.ToWallet(Payer.PublicKey, pathId), content).Value;
        Assert.Equal(new Mail(pathId, null, content), Mail.Open(Payer, message).Value);
        Assert.False(Mail.Open(Payee, message).IsOk);
        var onward = Mail.Write(RodPaths.FromRelay(Payer.PublicKey, [Payee.PublicKey], []), content).Value;
        Assert.False(Mail.Open(Payer, onward).IsOk);
        var ownHops = Mail.Write(RodPaths.FromRelay(Payer.PublicKey, [Payer.PublicKey], []), content).Value;
        Assert.Null(Mail.Open(Payer, ownHops).Value.PathId);
        var endless = Mail.Write(RodPaths.FromRelay(Payer.PublicKey, [Payer.PublicKey, Payer.PublicKey, Payer.PublicKey], []), content).Value;
        Assert.False(Mail.Open(Payer, endless).IsOk);
        Assert.False(Mail.Open(Payer, new OnionMessage(Payee.PublicKey, ByteString.Own(new byte[1366]))).IsOk);
    }

    private static PrivateKey Key(char digit) => PrivateKey.FromHex(new string(digit, 64));

    private static List<EncryptedData> Open(BlindedPath path, PrivateKey[] keys)
    {
        var (pathKey, hops) = (path.FirstPathKey, new List<EncryptedData>());
        foreach (var (hop, key) in path.Hops.Zip(keys))
        {
            var opened = RouteBlinding.Unblind(key, pathKey, hop.EncryptedData).Value;
            (pathKey, _) = (opened.NextPathKey, hops);
            hops.Add(opened.Data);
        }

        return hops;
    }
}
