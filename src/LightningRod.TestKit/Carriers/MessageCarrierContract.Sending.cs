using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <content>What goes out, and who is dialled.</content>
public abstract partial class MessageCarrierContract
{
    /// <summary>Small, large and custom messages are passed as they are.</summary>
    [Fact]
    public async Task SendAsync_ToAConnectedPeer_ArrivesByteForByte()
    {
        await using var reading = new CarrierReading(Carrier);
        var (peer, _) = await ConnectAsync(reading, 1);
        List<PeerMessage> messages = [];
        if (Carrier.Capabilities.SendsOnionMessages) messages.AddRange(Onion(1), Onion(2, 32_834));
        if (Carrier.Capabilities.CustomMessages) messages.Add(Custom(3));
        foreach (var message in messages) Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(peer.Id, message, Cancel).Soon());
        await AssertReceivesAsync(peer, messages);
    }

    /// <summary>Awaited calls arrive in their order.</summary>
    [Fact]
    public async Task SendAsync_OneAfterTheOther_ArrivesInOrder()
    {
        await using var reading = new CarrierReading(Carrier);
        var (peer, _) = await ConnectAsync(reading, 1);
        for (var i = 0; i < 100; i++) Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(peer.Id, Any(i), Cancel).Soon());
        await AssertReceivesAsync(peer, Enumerable.Range(0, 100).Select(Any));
    }

    /// <summary>A peer that went is gone for both ways of sending.</summary>
    [Fact]
    public async Task SendAsync_ToAPeerThatIsNotThere_SaysSo()
    {
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        await peer.DisconnectAsync().Soon();
        await reading.NextAsync<CarrierPeerDisconnected>();
        Assert.Equal(SendOutcome.PeerGone, await Carrier.SendAsync(peer.Id, Any(1), Cancel).Soon());
        if (Carrier.Capabilities.Acknowledges) Assert.Equal(SendOutcome.PeerGone, await Carrier.DeliverAsync(session, [Any(1)], Cancel).Soon());
    }

    /// <summary>The newest session wins.</summary>
    [Fact]
    public async Task SendAsync_NodeWithTwoSessions_UsesTheNewest()
    {
        await using var reading = new CarrierReading(Carrier);
        await ConnectAsync(reading, 1);
        var (newer, _) = await ConnectAsync(reading, 1);
        Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(newer.Id, Any(1), Cancel).Soon());
        await AssertReceivesAsync(newer, Any(1));
    }

    /// <summary>What a carrier cannot do is refused, never faked.</summary>
    [Fact]
    public async Task Capabilities_WhatTheyDeny_IsNotSupported()
    {
        await using var reading = new CarrierReading(Carrier);
        var (peer, session) = await ConnectAsync(reading, 1);
        var can = Carrier.Capabilities;
        if (!can.SendsOnionMessages) Assert.Equal(SendOutcome.NotSupported, await Carrier.SendAsync(peer.Id, Onion(1), Cancel).Soon());
        if (!can.CustomMessages) Assert.Equal(SendOutcome.NotSupported, await Carrier.SendAsync(peer.Id, Custom(1), Cancel).Soon());
        if (!can.InjectsOnionMessages) Assert.Equal(SendOutcome.NotSupported, await Carrier.InjectAsync(Onion(1), Cancel).Soon());
        if (!can.Acknowledges) Assert.Equal(SendOutcome.NotSupported, await Carrier.DeliverAsync(session, [Any(1)], Cancel).Soon());
        if (!can.Dials) Assert.Equal(DialOutcome.NotSupported, await Carrier.DialAsync(peer.Id, [], Cancel).Soon());
    }

    /// <summary>Closing one session leaves others; closing it twice does nothing.</summary>
    [Fact]
    public async Task CloseAsync_OpenSession_EndsItAlone()
    {
        await using var reading = new CarrierReading(Carrier);
        var (one, session) = await ConnectAsync(reading, 1);
        var (other, _) = await ConnectAsync(reading, 2);
        await Carrier.CloseAsync(session, "a test", Cancel).AsTask().Soon();
        await one.Ended.Soon();
        Assert.Equal(session, (await reading.NextAsync<CarrierPeerDisconnected>()).Session);
        await Carrier.CloseAsync(session, "once more", Cancel).AsTask().Soon();
        Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(other.Id, Any(1), Cancel).Soon());
        await AssertReceivesAsync(other, Any(1));
    }

    /// <summary>A dialled peer is a peer like any other.</summary>
    [Fact]
    public async Task DialAsync_PeerThatListens_IsConnectedAndTold()
    {
        if (!Carrier.Capabilities.Dials) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, addresses) = await ListenAsync(Carrier, 1);
        Assert.Equal(DialOutcome.Connected, await Carrier.DialAsync(peer, addresses, Cancel).Soon());
        Assert.Equal(peer, (await reading.NextAsync<CarrierPeerConnected>()).Peer);
        Assert.Equal(DialOutcome.Connected, await Carrier.DialAsync(peer, [], Cancel).Soon());
        Assert.Equal(SendOutcome.Sent, await Carrier.SendAsync(peer, Any(1), Cancel).Soon());
    }

    /// <summary>Who answers must have the key that was asked for.</summary>
    [Fact]
    public async Task DialAsync_AnotherNodeAtTheAddress_IsNoSuccess()
    {
        if (!Carrier.Capabilities.Dials) return;
        await using var reading = new CarrierReading(Carrier);
        var (_, addresses) = await ListenAsync(Carrier, 1);
        var (absent, _) = await ListenAsync(Carrier, 2);
        Assert.Equal(DialOutcome.Unreachable, await Carrier.DialAsync(absent, addresses, Cancel).Soon());
        Assert.Equal(SendOutcome.PeerGone, await Carrier.SendAsync(absent, Any(1), Cancel).Soon());
    }

    /// <summary>Dials of one node at the same time share a session.</summary>
    [Fact]
    public async Task DialAsync_ManyAtOnce_OpenOneSession()
    {
        if (!Carrier.Capabilities.Dials) return;
        await using var reading = new CarrierReading(Carrier);
        var (peer, addresses) = await ListenAsync(Carrier, 1);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Carrier.DialAsync(peer, addresses, Cancel), Cancel))).Soon();
        Assert.All(outcomes, outcome => Assert.Equal(DialOutcome.Connected, outcome));
        await reading.NextAsync<CarrierPeerConnected>();
        var marker = await ConnectAsync(Carrier, 3).Soon();
        Assert.Equal(marker.Id, (await reading.NextAsync<CarrierPeerConnected>()).Peer);
    }
}
