using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

/// <summary>The owner of a node may keep a pong back until what came before the ping is in safe hands.</summary>
public sealed class HeldPongTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_PingThatTheHandlerKeeps_IsAnsweredWhenItLetsGo()
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        var (asked, release) = Hold(node);
        await peer.SendAsync(new Ping(3));
        await asked.Soon();
        // A pong before its time would stand before this message.
        Assert.Equal(SendOutcome.Queued, node.Node.Sessions.Snapshot()[0].TrySend(new Warning("first")));
        Assert.Equal(new Warning("first"), await peer.ReceiveAsync());
        release.SetResult();
        Assert.Equal(new Pong(3), await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Receive_MessagesAroundAKeptPing_KeepTheirOrderAndComeOneAtATime()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        var (asked, release) = Hold(node);
        node.Handler.Calls.Clear();
        await peer.SendAsync(new Warning("before"));
        await peer.SendAsync(new Ping(1));
        await peer.SendAsync(new Warning("after"));
        await asked.Soon();
        Assert.Equal([$"message {session.Id}", $"ping {session.Id}"], node.Handler.Calls);
        release.SetResult();
        Assert.Equal(new Pong(1), await peer.ReceiveAsync());
        await Waiting.Until(() => node.Handler.MessageCount == 2);
        Assert.Equal(1, node.Handler.MostAtOnce);
    }

    [Fact]
    public async Task Receive_PingThatWantsNoPong_IsNotAskedAbout()
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        node.Handler.Calls.Clear();
        await peer.SendAsync(new Ping(Pong.MaxBytesLen + 1));
        await peer.PassAsync();
        Assert.Single(node.Handler.Calls);
    }

    [Fact]
    public async Task Clock_PingKeptForAnInterval_ClosesAndTellsThePeer()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        var (asked, _) = Hold(node);
        await peer.SendAsync(new Ping(3));
        await asked.Soon();
        // The deadline is set after the handler was asked, on another thread; the clock must not run ahead of it.
        while (!session.IsClosing) node.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.InRange(node.Time.GetTimestamp(), Interval.Ticks, long.MaxValue);
        Assert.Equal(CloseCode.HandlerTooSlow, (await session.Completion.Soon()).Code);
        Assert.Equal([typeof(Warning)], (await peer.ReceiveAllAsync()).Where(message => message is not Ping).Select(message => message.GetType()));
    }

    [Fact]
    public async Task Receive_HandlerThatClosesInsteadOfAnswering_SendsNoPong()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        node.Handler.WhenPing = (kept, _) =>
        {
            kept.Close("not in safe hands", new Warning("send it again"));
            return default;
        };
        await peer.SendAsync(new Ping(3));
        Assert.Equal([new Warning("send it again")], await ReceiveRestAsync(peer));
        Assert.Equal(CloseCode.Requested, (await session.Completion.Soon()).Code);
    }

    [Fact]
    public async Task Receive_HandlerThatThrowsForAPing_ClosesTheSession()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        node.Handler.WhenPing = (_, _) => throw new InvalidOperationException("broken");
        await peer.SendAsync(new Ping(3));
        Assert.Equal(CloseCode.HandlerFailed, (await session.Completion.Soon()).Code);
        Assert.DoesNotContain(await ReceiveRestAsync(peer), message => message is Pong);
    }

    [Fact]
    public async Task Clock_WhileAPingIsKept_ThePeerIsNotTakenForDead()
    {
        await using var node = new TestNode(new() { PingInterval = Interval });
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 4; i++)
        {
            var (asked, release) = Hold(node);
            await peer.SendAsync(new Ping(3));
            await asked.Soon();
            // The peer's pong to our ping stands behind what the handler is busy with.
            node.Time.Advance(Interval - TimeSpan.FromSeconds(5));
            release.SetResult();
            await Waiting.Until(() => node.Metrics["lsp.peer.messages.sent{family=pong}"] == i + 2);
        }

        Assert.False(session.IsClosing);
    }

    [Fact]
    public async Task Clock_PeerThatPingsAndNeverPongs_IsDead()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 3 && !session.IsClosing; i++)
        {
            node.Time.Advance(Interval);
            if (session.IsClosing) break;
            await peer.SendAsync(new Ping(9));
            while (await peer.ReceiveAsync() is not Pong)
            {
            }
        }

        Assert.Equal(CloseCode.Dead, (await session.Completion.Soon()).Code);
    }

    /// <summary>Keeps the next ping back.</summary>
    private static (Task Asked, TaskCompletionSource Release) Hold(TestNode node)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Handler.WhenPing = async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
        };
        return (asked.Task, release);
    }

    private static async Task<List<PeerMessage>> ReceiveRestAsync(RawPeer peer)
    {
        var messages = await peer.ReceiveAllAsync();
        peer.Dispose();
        return messages;
    }
}
