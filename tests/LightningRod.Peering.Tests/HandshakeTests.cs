using LightningRod.Peering.Dialing;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Tests;

public sealed class HandshakeTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task DialAsync_AnotherNode_OpensASessionAtBothEnds()
    {
        await using TestNode alice = new(), bob = new();
        var dialled = await alice.DialAsync(bob);
        var accepted = await bob.Handler.NextOpened();
        Assert.Same(dialled, await alice.Handler.NextOpened());
        Assert.Equal((bob.Node.Id, true), (dialled.RemoteId, dialled.IsInitiator));
        Assert.Equal((alice.Node.Id, false), (accepted.RemoteId, accepted.IsInitiator));
        Assert.Equal(bob.EndPoint, dialled.RemoteEndPoint);
        Assert.Same(dialled, alice.Node.Sessions.Find(bob.Node.Id));
        Assert.Same(accepted, bob.Node.Sessions.Find(alice.Node.Id));
        Assert.Equal([ChainHash.Regtest], accepted.RemoteInit.Networks);

        var (there, back) = (Onion(1), Onion(2));
        Assert.Equal(SendOutcome.Queued, dialled.TrySend(there));
        Assert.Equal(there, await bob.Handler.NextMessage());
        Assert.Equal(SendOutcome.Queued, accepted.TrySend(back));
        Assert.Equal(back, await alice.Handler.NextMessage());
    }

    [Fact]
    public async Task DialAsync_WrongKey_FailsAtBothEnds()
    {
        await using TestNode alice = new(), bob = new();
        using var other = PrivateKey.Generate();
        var failure = await alice.DialInVainAsync(bob, other.PublicKey);
        Assert.Equal((DialFailureCode.NoSession, CloseCode.HandshakeFailed), (failure.Code, failure.Reason!.Value.Code));
        await Waiting.Until(() => bob.Metrics["lsp.peer.handshakes{direction=in,outcome=handshake_failed}"] == 1);
        Assert.Equal(0, bob.Handler.OpenedCount);
        Assert.Equal(0, alice.Node.Sessions.Count);
    }

    [Fact]
    public async Task DialAsync_ResponderWithAnotherKey_IsRefused()
    {
        await using TestNode alice = new(), bob = new();
        using var impostor = PrivateKey.Generate();
        using var listening = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listening.Start();
        var address = NetworkAddress.Of(System.Net.IPAddress.Loopback, (ushort)((System.Net.IPEndPoint)listening.LocalEndpoint).Port);
        var dialling = alice.Dialer.DialAsync(address, bob.Key.PublicKey, TestContext.Current.CancellationToken);
        using var peer = new RawPeer(await listening.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon());
        // It cannot read act one without bob's key, so it makes an act two of another handshake.
        using var initiator = new NoiseInitiator(alice.Key, impostor.PublicKey);
        using var responder = new NoiseResponder(impostor);
        await peer.ReadBytesAsync(NoiseAct.OneSize);
        await peer.SendBytesAsync(responder.ReadActOne(initiator.WriteActOne()).Value);
        Assert.False((await dialling.Soon()).TryGet(out _, out var failure));
        Assert.Equal(CloseCode.HandshakeFailed, failure.Reason!.Value.Code);
        Assert.Contains(nameof(WireRule.BadCiphertext), failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Accept_GarbageBytes_IsClosedWithoutAnAnswer(int seed)
    {
        await using var node = new TestNode();
        using var peer = await RawPeer.ConnectAsync(node.EndPoint);
        var garbage = new byte[NoiseAct.OneSize + 100];
        new Random(seed).NextBytes(garbage);
        await peer.SendBytesAsync(garbage);
        Assert.Empty(await peer.ReadBytesAsync(1));
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Assert.Equal(1, node.Metrics["lsp.peer.handshakes{direction=in,outcome=handshake_failed}"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public async Task Accept_ByteByByteThenSilence_IsClosedByTimeout(int bytes)
    {
        await using var node = new TestNode();
        using var peer = await RawPeer.ConnectAsync(node.EndPoint);
        await Waiting.Until(() => node.Time.ArmedTimers == 1);
        using var initiator = new NoiseInitiator(node.Key, node.Key.PublicKey);
        var actOne = initiator.WriteActOne();
        for (var i = 0; i < bytes; i++)
        {
            await peer.SendBytesAsync(actOne.AsMemory(i, 1));
            node.Time.Advance(Step);
        }

        node.Time.Advance(TimeSpan.FromSeconds(10) - (bytes * Step) - Step);
        Assert.Equal(1, node.Node.HandshakesInProgress);
        node.Time.Advance(Step);
        Assert.Empty(await peer.ReadBytesAsync(1));
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Assert.Equal(1, node.Metrics["lsp.peer.handshakes{direction=in,outcome=handshake_timeout}"]);
    }

    [Fact]
    public async Task Accept_SilenceAfterActTwo_IsClosedByTimeout()
    {
        await using var node = new TestNode();
        using var peer = await RawPeer.ConnectAsync(node.EndPoint);
        using var key = PrivateKey.Generate();
        using var initiator = new NoiseInitiator(key, node.Key.PublicKey);
        await peer.SendBytesAsync(initiator.WriteActOne());
        Assert.Equal(NoiseAct.TwoSize, (await peer.ReadBytesAsync(NoiseAct.TwoSize)).Length);
        node.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await peer.ReadBytesAsync(1));
    }

    [Fact]
    public async Task Accept_PeerThatLeaves_IsForgotten()
    {
        await using var node = new TestNode();
        using (await RawPeer.ConnectAsync(node.EndPoint)) await Waiting.Until(() => node.Node.HandshakesInProgress == 1);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
    }

    [Fact]
    public async Task Accept_TooManyFromOneAddress_RefusesTheNext()
    {
        await using var node = new TestNode(new() { MaxHandshakesPerAddress = 2 });
        using RawPeer first = await RawPeer.ConnectAsync(node.EndPoint), second = await RawPeer.ConnectAsync(node.EndPoint);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 2);
        using (var third = await RawPeer.ConnectAsync(node.EndPoint)) Assert.Empty(await third.ReadBytesAsync(1));
        Assert.Equal(1, node.Metrics["lsp.peer.handshakes{direction=in,outcome=too_many_handshakes}"]);

        first.Dispose();
        await Waiting.Until(() => node.Node.HandshakesInProgress == 1);
        using var later = await RawPeer.OpenAsync(node);
        await node.Handler.NextOpened();
    }

    [Fact]
    public async Task Accept_TooManyInAll_RefusesTheNext()
    {
        await using var node = new TestNode(new() { MaxHandshakes = 1 });
        using var first = await RawPeer.ConnectAsync(node.EndPoint);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 1);
        using var second = await RawPeer.ConnectAsync(node.EndPoint);
        Assert.Empty(await second.ReadBytesAsync(1));
    }

    private static OnionMessage Onion(byte content)
    {
        using var key = PrivateKey.Generate();
        return new(key.PublicKey, ByteString.Own(new byte[] { content }));
    }
}
