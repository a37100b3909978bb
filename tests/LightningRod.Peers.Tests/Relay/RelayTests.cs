using LightningRod.Peers.Tests.Driver;
using LightningRod.Peers.Tests.Onion;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Relay;

/// <summary>LDK as a wallet of the relay: what is delivered to it, and when that counts as delivered.</summary>
public sealed class RelayTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    private static readonly int[] Sizes = [0, 1, 300, 1000, 5000, 30_000];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dial_ByLdk_TellsBothWhatTheOtherOffers()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key);
        var node = await ldk.Node(1);
        var connected = await relay.Invite(ldk, node);
        Assert.True(connected.Features.Has(FeatureBit.OnionMessages));
        var seen = Assert.Single(await ldk.Peers(node));
        Assert.Equal((key.PublicKey, false, true), (seen.NodeId, seen.Inbound, seen.OnionMessages));
        var offered = Features.FromBytes(seen.Features);
        Assert.True(offered.Has(FeatureBit.LightningRod) && offered.Has(FeatureBit.Lsps0));
        await ldk.Stop(node);
    }

    [Fact]
    public async Task DialAsync_ToLdk_Connects()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key);
        var node = await ldk.Node(2);
        var address = NetworkAddress.Of(System.Net.IPAddress.Loopback, (ushort)await ldk.Listen(node));
        Assert.Equal(DialOutcome.Connected, await relay.Carrier.DialAsync(node.Id, [address], Cancel));
        var session = (await relay.Reading.NextAsync<CarrierPeerConnected>()).Session;
        Assert.True((await ldk.Connected(node)).Inbound);
        Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(session, [], Cancel));
        await ldk.Stop(node);
    }

    [Fact]
    public async Task DeliverAsync_ToLdk_ArrivesInOrderByteForByteAndIsAcknowledged()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key);
        var node = await ldk.Node(3);
        var session = (await relay.Invite(ldk, node)).Session;
        await ldk.ShowOnions(node);
        for (var batch = 0; batch < 10; batch++)
        {
            var messages = Batch(node);
            Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(session, messages, Cancel));
            await AssertArrived(ldk, node, messages);
        }

        await ldk.Stop(node);
    }

    [Fact]
    public async Task DeliverAsync_LdkGoesOfflineAndComesBack_GoesToTheNewSessionAlone()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key);
        var node = await ldk.Node(4);
        var first = (await relay.Invite(ldk, node)).Session;
        await ldk.ShowOnions(node);
        await ldk.Disconnect(node, relay.Key);
        await ldk.Disconnected(node);
        Assert.Equal(first, (await relay.Reading.NextAsync<CarrierPeerDisconnected>()).Session);
        Assert.Equal(SendOutcome.PeerGone, await relay.Carrier.SendAsync(node.Id, Batch(node)[0], Cancel));

        var second = (await relay.Invite(ldk, node)).Session;
        var messages = Batch(node);
        Assert.Equal(SendOutcome.PeerGone, await relay.Carrier.DeliverAsync(first, messages, Cancel));
        Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(second, messages, Cancel));
        await AssertArrived(ldk, node, messages);
        await ldk.Stop(node);
    }

    [Fact]
    public async Task DeliverAsync_TwoSessionsOfOneNode_ReachesTheNewerAlone()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key);
        await using var elsewhere = new LdkPeer();
        await elsewhere.InitializeAsync();
        var node = await ldk.Node(5);
        var first = (await relay.Invite(ldk, node)).Session;
        // The same wallet, restored on a second phone.
        var second = (await relay.Invite(elsewhere, node)).Session;
        await elsewhere.ShowOnions(node);
        await ldk.Disconnected(node);
        var messages = Batch(node);
        Assert.Equal(SendOutcome.PeerGone, await relay.Carrier.DeliverAsync(first, messages, Cancel));
        Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(second, messages, Cancel));
        await AssertArrived(elsewhere, node, messages);
        Assert.Empty(await ldk.Peers(node));
        await ldk.Stop(node);
    }

    [Fact]
    public async Task DeliverAsync_AfterARestartOfTheRelay_GoesOn()
    {
        using var key = PrivateKey.Generate();
        var node = await ldk.Node(6);
        await ldk.ShowOnions(node);
        var port = 0;
        var sessions = new HashSet<SessionId>();
        for (var life = 0; life < 3; life++)
        {
            await using (var relay = new TestRelay(key, port))
            {
                port = relay.Port;
                var session = (await relay.Invite(ldk, node)).Session;
                Assert.True(sessions.Add(session));
                foreach (var old in sessions.Where(old => old != session))
                    Assert.Equal(SendOutcome.PeerGone, await relay.Carrier.DeliverAsync(old, [], Cancel));
                var messages = Batch(node);
                Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(session, messages, Cancel));
                await AssertArrived(ldk, node, messages);
            }

            await ldk.Disconnected(node);
        }

        await ldk.Stop(node);
    }

    [Fact]
    public async Task Ping_OfLdk_IsAnsweredWhenItsMessagesAreTaken()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key, takes: false);
        var node = await ldk.Node(7);
        var session = (await relay.Invite(ldk, node)).Session;
        for (var i = 0; i < 5; i++)
        {
            await ldk.Send(node, relay.Key, OnionMessageTlv.PaymentReady, Filled(i));
            await ldk.Tick(node);
            var onion = await relay.Reading.NextAsync<OnionMessageReceived>();
            var layer = Peel(key, onion.Message.Body());
            Assert.Equal(new TlvRecord(OnionMessageTlv.PaymentReady, Filled(i)), layer.Payload.Value.Content);
            onion.Taken();
            // LDK's pong comes after its ping, so ours is on its way.
            Assert.Equal(SendOutcome.Acknowledged, await relay.Carrier.DeliverAsync(session, [], Cancel));
        }

        Assert.Single(await ldk.Peers(node));
        await ldk.Stop(node);
    }

    [Fact]
    public async Task Ping_OfLdkWithAMessageThatIsNotTaken_IsNotAnswered()
    {
        using var key = PrivateKey.Generate();
        await using var relay = new TestRelay(key, takes: false);
        var node = await ldk.Node(8);
        await relay.Invite(ldk, node);
        await ldk.Send(node, relay.Key, OnionMessageTlv.PaymentReady, Filled(1));
        await ldk.Tick(node);
        var onion = await relay.Reading.NextAsync<OnionMessageReceived>();
        // Without a pong LDK gives the connection up at one of its next turns.
        for (var i = 0; i < 10; i++) await ldk.Tick(node);
        await ldk.Disconnected(node);
        onion.Taken();
        await relay.Reading.NextAsync<CarrierPeerDisconnected>();
        await ldk.Stop(node);
    }

    /// <summary>Messages of all sizes that the node can open.</summary>
    private static List<PeerMessage> Batch(LdkNode node) => [.. Sizes.Select(size => Message(node, size))];

    private static OnionMessage Message(LdkNode node, int size)
    {
        using var session = PrivateKey.Generate();
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.PaymentPending, Filled(size))) };
        return OnionMessages.Create(session, Path([node.Key], LdkContext.DataOf(null)), payload).Value;
    }

    private static async Task AssertArrived(LdkPeer ldk, LdkNode node, IEnumerable<PeerMessage> messages)
    {
        foreach (var (message, size) in messages.Zip(Sizes))
        {
            Assert.Equal(((OnionMessage)message).Body(), await ldk.Onion(node));
            Assert.Equal(Filled(size), (await ldk.Arrived(node)).Value);
        }
    }
}
