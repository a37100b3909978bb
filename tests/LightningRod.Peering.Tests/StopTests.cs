using System.Net.Sockets;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class StopTests
{
    private const ushort Custom = 40_001;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopAsync_UnderLoad_DeliversWhatWasQueued()
    {
        await using TestNode alice = new(new() { SendQueueMessages = 5000, SendQueueBytes = 64 << 20 }), bob = new(new() { Rates = Rates.Unlimited });
        var session = await alice.DialAsync(bob);
        var sent = 0;
        var stop = new TaskCompletionSource();
        var load = Task.Run(
            () =>
            {
                for (; session.TrySend(Numbered(sent)) is var outcome and not SendOutcome.Closed; sent += outcome == SendOutcome.Queued ? 1 : 0)
                {
                    if (sent == 2000) stop.TrySetResult();
                }
            },
            None);
        await stop.Task.Soon();
        await alice.Node.StopAsync(None).Soon();
        await load.Soon();

        Assert.Equal(CloseCode.Stopping, (await session.Completion.Soon()).Code);
        Assert.Equal(CloseCode.RemoteClosed, (await bob.Handler.NextClosed()).Reason.Code);
        Assert.Equal(sent, bob.Handler.MessageCount);
        for (var i = 0; i < sent; i++) Assert.Equal(Numbered(i), await bob.Handler.NextMessage());
        Assert.Equal(0, alice.Node.Sessions.Count);
        Assert.Equal(1, alice.Handler.ClosedCount);
    }

    [Fact]
    public async Task StopAsync_Listening_FreesTheEndpointAndDropsHandshakes()
    {
        await using var node = new TestNode();
        using var peer = await RawPeer.ConnectAsync(node.EndPoint);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 1);
        await node.Node.StopAsync(None).Soon();
        Assert.Empty(await peer.ReadBytesAsync(1));
        Assert.Equal(0, node.Node.HandshakesInProgress);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(node.EndPoint, None).AsTask());
        Assert.Throws<ObjectDisposedException>(() => new PeerListener(node.Node, node.EndPoint).Start());
        Assert.Equal(0, node.Time.ArmedTimers);
    }

    [Fact]
    public async Task StopAsync_PeerThatDoesNotLeave_IsCutOffAfterTheFlushTimeout()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        var stopping = node.Node.StopAsync(None);
        Assert.Null(await peer.ReceiveAsync());
        Assert.False(session.Completion.IsCompleted);
        // What still comes is read and ignored.
        await peer.SendAsync(new Warning("late"));
        node.Time.Advance(TimeSpan.FromSeconds(5.2));
        await stopping.Soon();
        Assert.Equal(CloseCode.Stopping, (await session.Completion.Soon()).Code);
        Assert.Equal(0, node.Handler.MessageCount);
    }

    [Fact]
    public async Task StopAsync_PeerThatLeaves_EndsWithoutAnyTimePassing()
    {
        await using TestNode alice = new(), bob = new();
        await alice.DialAsync(bob);
        await bob.Handler.NextOpened();
        await alice.Node.StopAsync(None).Soon();
        Assert.Equal(CloseCode.RemoteClosed, (await bob.Handler.NextClosed()).Reason.Code);
    }

    [Fact]
    public async Task StopAsync_Cancelled_CutsSessionsOff()
    {
        await using var node = new TestNode();
        node.Handler.WhenClosed = async (_, _) => await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, None);
        var (_, session) = await node.OpenRawAsync();
        using var cancellation = new CancellationTokenSource();
        var stopping = node.Node.StopAsync(cancellation.Token);
        Assert.False(stopping.IsCompleted);
        await cancellation.CancelAsync();
        await stopping.Soon();
        Assert.True(session.Completion.IsCompleted);
    }

    [Fact]
    public async Task StopAsync_HandlerThatDoesNotReturn_IsLeftBehind()
    {
        var release = new TaskCompletionSource();
        await using var node = new TestNode();
        node.Handler.WhenMessage = async (_, _, _) => await release.Task;
        var (peer, session) = await node.OpenRawAsync();
        await peer.SendAsync(new Warning("a hard nut"));
        await node.Handler.NextMessage();
        var stopping = node.Node.StopAsync(None);
        await Waiting.Until(() => node.Time.ArmedTimers == 2);
        node.Time.Advance(TimeSpan.FromSeconds(7));
        await stopping.Soon();
        Assert.Contains(node.Logs.Lines, line => line.StartsWith("Error: 1 sessions are left behind", StringComparison.Ordinal));
        release.SetResult();
        await session.Completion.Soon();
    }

    [Fact]
    public async Task StopAsync_HandlerThatObeysItsToken_EndsAtOnce()
    {
        await using TestNode alice = new(), bob = new();
        alice.Handler.WhenMessage = async (_, _, cancelled) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
        await alice.DialAsync(bob);
        (await bob.Handler.NextOpened()).TrySend(new Warning("wait"));
        await alice.Handler.NextMessage();
        await alice.Node.StopAsync(None).Soon();
        Assert.DoesNotContain(alice.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CloseAsync_WithMessagesQueued_SendsThemAndIgnoresWhatComes()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        session.TrySend(new Warning("one more thing"));
        var closing = session.CloseAsync("done", None);
        await peer.SendAsync(new Warning("late"));
        Assert.Equal([new Warning("one more thing")], await peer.ReceiveAllAsync());
        peer.Dispose();
        Assert.Equal(new CloseReason(CloseCode.Requested, "done"), await closing.Soon());
        Assert.Equal(0, node.Handler.MessageCount);
    }

    [Fact]
    public async Task CloseAsync_Cancelled_EndsTheWaitAlone()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.CloseAsync("done", new CancellationToken(canceled: true)));
        peer.Dispose();
        Assert.Equal(CloseCode.Requested, (await session.Completion.Soon()).Code);
    }

    [Fact]
    public async Task CloseAsync_FromTheHandler_EndsTheSession()
    {
        await using var node = new TestNode();
        node.Handler.WhenOpened = (session, _) =>
        {
            session.Close("not you");
            return default;
        };
        using var peer = await RawPeer.OpenAsync(node);
        Assert.Null(await peer.ReceiveAsync());
        peer.Dispose();
        Assert.Equal(CloseCode.Requested, (await node.Handler.NextClosed()).Reason.Code);
    }

    [Fact]
    public async Task StopAsync_OfTheListenerAlone_LeavesSessionsOpen()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        await bob.Listener.StopAsync().Soon();
        Assert.Equal(PingOutcome.Answered, await session.PingAsync(1, None).Soon());
        Assert.Equal(DialFailureCode.Unreachable, (await alice.DialInVainAsync(bob)).Code);
    }

    [Fact]
    public async Task Start_EndpointInUse_ThrowsAndBindsNothing()
    {
        await using var node = new TestNode();
        var free = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0);
        var second = new PeerListener(node.Node, free, node.EndPoint);
        Assert.Throws<SocketException>(second.Start);
        Assert.Empty(second.EndPoints);
    }

    [Fact]
    public async Task Start_TwoEndpoints_AcceptsOnBoth()
    {
        await using var node = new TestNode();
        await using var both = new PeerListener(node.Node, new(System.Net.IPAddress.Loopback, 0), new(System.Net.IPAddress.IPv6Loopback, 0));
        both.Start();
        foreach (var endPoint in both.EndPoints)
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint, None);
            await Waiting.Until(() => node.Node.HandshakesInProgress == 1);
            socket.Dispose();
            await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        }

        Assert.Throws<InvalidOperationException>(both.Start);
    }

    private static UnknownMessage Numbered(int number) => new(Custom, ByteString.Own(BitConverter.GetBytes(number)));
}
