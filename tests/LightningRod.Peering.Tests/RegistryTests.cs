using LightningRod.Peering.Dialing;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests;

public sealed class RegistryTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_SecondSessionOfANode_ReplacesTheFirst()
    {
        await using var node = new TestNode();
        using var key = PrivateKey.Generate();
        var (olderPeer, older) = await node.OpenRawAsync(key);
        var (newerPeer, newer) = await node.OpenRawAsync(key);
        Assert.True(newer.Id.Value > older.Id.Value);
        Assert.Equal(CloseCode.Replaced, (await older.Completion.Soon()).Code);
        Assert.True(await olderPeer.ReceiveAllAsync() is [Warning]);
        Assert.Same(newer, node.Node.Sessions.Find(new NodeId(key.PublicKey)));
        Assert.True(node.Node.Sessions.IsCurrent(newer));
        Assert.False(node.Node.Sessions.IsCurrent(older));
        Assert.Equal(1, node.Node.Sessions.Count);
        Assert.Equal([newer], node.Node.Sessions.Snapshot());

        await newerPeer.SendAsync(new Ping(1));
        Assert.Equal(new Pong(1), await newerPeer.ReceiveAsync());
    }

    [Fact]
    public async Task Open_SecondSessionOfANode_MakesLateEventsOfTheFirstCountForNothing()
    {
        await using var node = new TestNode();
        var release = new TaskCompletionSource();
        using var key = PrivateKey.Generate();
        var (olderPeer, older) = await node.OpenRawAsync(key);
        node.Handler.WhenMessage = async (_, _, _) => await release.Task;
        var mail = older.PingAsync(9, None).AsTask();
        Assert.Equal(new Ping(9), await olderPeer.ReceiveAsync());
        await olderPeer.SendAsync(new Warning("in hand"));
        await node.Handler.NextMessage();
        await olderPeer.SendAsync(new Pong(9));
        await olderPeer.SendAsync(new Warning("too late"));

        var (_, newer) = await node.OpenRawAsync(key);
        Assert.Equal(PingOutcome.Closed, await mail.Soon());
        Assert.Equal(SendOutcome.Closed, older.TrySend(new Warning("no")));
        release.SetResult();
        await older.Completion.Soon();
        Assert.Equal($"open {older.Id}|message {older.Id}|open {newer.Id}|close {older.Id}", string.Join('|', Calls()));

        // OpenRawAsync pings.
        IEnumerable<string> Calls() => node.Handler.Calls.Where(call => !call.StartsWith("ping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_MoreThanTheBound_RefusesAndTellsThePeer()
    {
        await using var node = new TestNode(new() { MaxSessions = 2 });
        using var key = PrivateKey.Generate();
        var (_, first) = await node.OpenRawAsync(key);
        await node.OpenRawAsync();
        using (var third = await RawPeer.OpenAsync(node)) Assert.True(await third.ReceiveAllAsync() is [Warning]);
        Assert.Equal(1, node.Metrics["lsp.peer.handshakes{direction=in,outcome=too_many_sessions}"]);

        // Who has a session may still come again.
        var (peer, again) = await node.OpenRawAsync(key);
        await first.Completion.Soon();
        Assert.False(again.IsClosing);
        peer.Dispose();
        await again.Completion.Soon();
        await node.OpenRawAsync();
        Assert.Equal(2, node.Node.Sessions.Count);
    }

    [Fact]
    public async Task Close_OfAnOlderSession_LeavesTheNewerInPlace()
    {
        await using var node = new TestNode();
        using var key = PrivateKey.Generate();
        for (var i = 0; i < 5; i++) await node.OpenRawAsync(key);
        await Waiting.Until(() => node.Handler.ClosedCount == 4);
        Assert.Equal(1, node.Node.Sessions.Count);
        Assert.Equal("5", node.Node.Sessions.Find(new NodeId(key.PublicKey))!.Id.ToString());
    }

    [Fact]
    public async Task DialAsync_BothNodesAtOnce_LeavesTheSameSessionAtBothEnds()
    {
        await using TestNode alice = new(), bob = new();
        var lower = alice.Node.Id.CompareTo(bob.Node.Id) < 0 ? alice : bob;
        var higher = lower == alice ? bob : alice;

        // The session of the lower id is there first and stays; then the other order.
        var kept = await lower.DialAsync(higher);
        await higher.Handler.NextOpened();
        var failure = await higher.DialInVainAsync(lower);
        Assert.Equal(DialFailureCode.NoSession, failure.Code);
        Assert.Same(kept, lower.Node.Sessions.Find(higher.Node.Id));
        Assert.False(kept.IsClosing);
        Assert.Equal(PingOutcome.Answered, await kept.PingAsync(1, None).Soon());

        kept.Close("once more");
        await kept.Completion.Soon();
        await Waiting.Until(() => higher.Node.Sessions.Count == 0);
        var first = await higher.DialAsync(lower);
        await Waiting.Until(() => lower.Node.Sessions.Count == 1);
        var second = await lower.DialAsync(higher);
        // Whichever end is first to replace it.
        Assert.Contains((await first.Completion.Soon()).Code, new[] { CloseCode.Replaced, CloseCode.RemoteClosed });
        Assert.Equal(PingOutcome.Answered, await second.PingAsync(1, None).Soon());
    }

    [Fact]
    public async Task DialAsync_TheOtherWayAfterAWhile_ReplacesTheSession()
    {
        await using TestNode alice = new(), bob = new();
        var lower = alice.Node.Id.CompareTo(bob.Node.Id) < 0 ? alice : bob;
        var higher = lower == alice ? bob : alice;
        var older = await lower.DialAsync(higher);
        await higher.Handler.NextOpened();
        foreach (var node in new[] { alice, bob }) node.Time.Advance(TimeSpan.FromSeconds(6));
        var newer = await higher.DialAsync(lower);
        Assert.Contains((await older.Completion.Soon()).Code, new[] { CloseCode.Replaced, CloseCode.RemoteClosed });
        Assert.Equal(PingOutcome.Answered, await newer.PingAsync(1, None).Soon());
    }
}
