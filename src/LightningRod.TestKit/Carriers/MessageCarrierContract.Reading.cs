using LightningRod.Ports.Messages;
using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <content>What comes in.</content>
public abstract partial class MessageCarrierContract
{
    /// <summary>Peers that came before the reader are told first.</summary>
    [Fact]
    public async Task ReadAsync_PeersThatAreThere_AreToldWhenItBegins()
    {
        var first = await ConnectAsync(Carrier, 1).Soon();
        var second = await ConnectAsync(Carrier, 2).Soon();
        await using var reading = new CarrierReading(Carrier);
        CarrierPeerConnected[] told = [await reading.NextAsync<CarrierPeerConnected>(), await reading.NextAsync<CarrierPeerConnected>()];
        Assert.Equal(new[] { first.Id, second.Id }.Order(), told.Select(report => report.Peer).Order());
        Assert.NotEqual(told[0].Session, told[1].Session);
    }

    /// <summary>Sessions outlive a reader.</summary>
    [Fact]
    public async Task ReadAsync_SecondReaderAfterTheFirst_IsToldOfTheSameSessions()
    {
        var peer = await ConnectAsync(Carrier, 1).Soon();
        SessionId session;
        await using (var first = new CarrierReading(Carrier)) session = (await first.NextAsync<CarrierPeerConnected>()).Session;
        await using var second = new CarrierReading(Carrier);
        var told = await second.NextAsync<CarrierPeerConnected>();
        Assert.Equal((peer.Id, session), (told.Peer, told.Session));
        if (!Carrier.Capabilities.ReceivesOnionMessages) return;
        await peer.SendAsync(Onion(1)).Soon();
        Assert.Equal(Onion(1), (await second.NextAsync<OnionMessageReceived>()).Message);
    }

    /// <summary>What a session said is told between its begin and its end.</summary>
    [Fact]
    public async Task ReadAsync_PeerThatComesSpeaksAndGoes_IsToldInThatOrder()
    {
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        if (Carrier.Capabilities.ReceivesOnionMessages)
        {
            await peer.SendAsync(Onion(7)).Soon();
            var onion = await reading.NextAsync<OnionMessageReceived>();
            Assert.Equal((peer.Id, session, Onion(7)), (onion.From, onion.Session ?? session, onion.Message));
        }

        if (Carrier.Capabilities.CustomMessages)
        {
            await peer.SendAsync(Custom(8)).Soon();
            var custom = await reading.NextAsync<CustomMessageReceived>();
            Assert.Equal((peer.Id, session, Custom(8)), (custom.From, custom.Session ?? session, custom.Message));
        }

        await peer.DisconnectAsync().Soon();
        Assert.Equal(new CarrierPeerDisconnected(peer.Id, session), await reading.NextAsync<CarrierPeerDisconnected>());
    }

    /// <summary>A session is told in its order.</summary>
    [Fact]
    public async Task ReadAsync_ManyMessagesOfOneSession_KeepTheirOrder()
    {
        if (!Carrier.Capabilities.ReceivesOnionMessages) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, _) = await ConnectAsync(reading, 1);
        for (var i = 0; i < 300; i++) await peer.SendAsync(Onion(i)).Soon();
        for (var i = 0; i < 300; i++) Assert.Equal(Onion(i), (await reading.NextAsync<OnionMessageReceived>()).Message);
    }

    /// <summary>Peers do not confuse each other, and a reader that keeps up gets everything.</summary>
    [Fact]
    public async Task ReadAsync_ManyPeersAtOnce_LosesNothing()
    {
        if (!Carrier.Capabilities.ReceivesOnionMessages) return;
        await using var reading = new CarrierReading(Carrier);
        var peers = new List<ICarrierPeer>();
        for (var i = 1; i <= 5; i++) peers.Add((await ConnectAsync(reading, i)).Peer);
        var sending = Task.WhenAll(peers.Select(async (peer, i) =>
        {
            for (var j = 0; j < 40; j++) await peer.SendAsync(Onion((100 * i) + j)).Soon();
        }));
        var got = peers.ToDictionary(peer => peer.Id, _ => new List<Wire.Messages.OnionMessage>());
        for (var i = 0; i < 200; i++)
        {
            var onion = await reading.NextAsync<OnionMessageReceived>();
            got[onion.From].Add(onion.Message);
        }

        await sending.Soon();
        for (var i = 0; i < peers.Count; i++) Assert.Equal(Enumerable.Range(100 * i, 40).Select(number => Onion(number)), got[peers[i].Id]);
    }

    /// <summary>To stop reading ends no session.</summary>
    [Fact]
    public async Task ReadAsync_Cancelled_EndsAndLeavesTheSessions()
    {
        var peer = await ConnectAsync(Carrier, 1).Soon();
        var reading = new CarrierReading(Carrier);
        await reading.NextAsync<CarrierPeerConnected>();
        await reading.DisposeAsync();
        Assert.True(reading.Completion.IsCompletedSuccessfully);
        Assert.False(peer.Ended.IsCompleted);
    }

    /// <summary>No session has the name of an earlier one.</summary>
    [Fact]
    public async Task ReadAsync_NodeThatComesAgain_HasAnotherSession()
    {
        await using var reading = new CarrierReading(Carrier);
        var seen = new HashSet<SessionId>();
        for (var i = 0; i < 5; i++)
        {
            var (peer, session) = await ConnectAsync(reading, 1);
            Assert.True(seen.Add(session));
            await peer.DisconnectAsync().Soon();
            Assert.Equal(session, (await reading.NextAsync<CarrierPeerDisconnected>()).Session);
        }
    }

    /// <summary>A peer that saw the pong may go: everything before is in safe hands.</summary>
    [Fact]
    public async Task Taken_NotYetCalled_KeepsThePongBack()
    {
        if (!HoldsPongs) return;
        await using var reading = new CarrierReading(Carrier, takes: false);
        var (peer, _) = await ConnectAsync(reading, 1);
        Assert.True(await peer.PingAsync().Soon());
        await peer.SendAsync(Onion(1)).Soon();
        await peer.SendAsync(Onion(2)).Soon();
        var ping = peer.PingAsync();
        var first = await reading.NextAsync<OnionMessageReceived>();
        var second = await reading.NextAsync<OnionMessageReceived>();
        second.Taken();
        Assert.False(ping.IsCompleted);
        first.Taken();
        Assert.True(await ping.Soon());
    }
}
