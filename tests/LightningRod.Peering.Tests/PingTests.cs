using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class PingTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Pong.MaxBytesLen)]
    public async Task Receive_Ping_IsAnsweredWithItsLength(int length)
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendAsync(new Ping((ushort)length, 100));
        Assert.Equal(new Pong((ushort)length), await peer.ReceiveAsync());
        Assert.Equal(0, node.Handler.MessageCount);
    }

    [Fact]
    public async Task Receive_PingThatWantsNoPong_IsIgnored()
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendAsync(new Ping(Pong.MaxBytesLen + 1));
        await peer.SendAsync(new Ping(7));
        Assert.Equal(new Pong(7), await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Clock_EveryInterval_Pings()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 5; i++)
        {
            node.Time.Advance(Interval - TimeSpan.FromSeconds(0.2));
            Assert.Equal(i, node.Metrics["lsp.peer.messages.sent{family=ping}"]);
            node.Time.Advance(TimeSpan.FromSeconds(0.2));
            var ping = Assert.IsType<Ping>(await peer.ReceiveAsync());
            await peer.SendAsync(Pong.Answer(ping)!);
            await peer.PassAsync();
        }

        Assert.False(session.IsClosing);
    }

    [Fact]
    public async Task Clock_TwoPingsInVain_ClosesAsDead()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 2; i++)
        {
            node.Time.Advance(Interval);
            Assert.IsType<Ping>(await peer.ReceiveAsync());
        }

        node.Time.Advance(Interval - TimeSpan.FromSeconds(0.2));
        Assert.False(session.IsClosing);
        node.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(CloseCode.Dead, (await node.Handler.NextClosed()).Reason.Code);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Clock_OnePingInVain_IsForgiven()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 6; i++)
        {
            node.Time.Advance(Interval);
            Assert.IsType<Ping>(await peer.ReceiveAsync());
            // Every second one, together with the one before.
            if (i % 2 == 0) continue;
            await peer.SendAsync(new Pong(0));
            await peer.SendAsync(new Pong(0));
            await peer.PassAsync();
        }

        Assert.False(session.IsClosing);
        Assert.Equal(0, node.Metrics["lsp.peer.messages.dropped{reason=unasked_pong}"]);
    }

    [Fact]
    public async Task Clock_PeerThatVanishedWithoutAWord_IsDeadThoughItsPingsWereAwaited()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        var ping = session.PingAsync(5, None).AsTask();
        Assert.Equal(new Ping(5), await peer.ReceiveAsync());
        // In the first interval the handler was at work for the opening, so it does not count.
        for (var i = 0; i < 3; i++)
        {
            Assert.False(ping.IsCompleted);
            node.Time.Advance(Interval);
            if (i < 2) Assert.Equal(new Ping(0), await peer.ReceiveAsync());
        }

        Assert.Equal(PingOutcome.Closed, await ping.Soon());
        Assert.Equal(CloseCode.Dead, (await session.Completion.Soon()).Code);
    }

    [Fact]
    public async Task PingAsync_AfterMessages_IsAnsweredWhenThePeerHasReadThem()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        session.TrySend(new Warning("first"));
        session.TrySend(new Warning("second"));
        var ping = session.PingAsync(17, None).AsTask();
        Assert.Equal(new Warning("first"), await peer.ReceiveAsync());
        Assert.Equal(new Warning("second"), await peer.ReceiveAsync());
        Assert.Equal(new Ping(17), await peer.ReceiveAsync());
        Assert.False(ping.IsCompleted);
        await peer.SendAsync(new Pong(17));
        Assert.Equal(PingOutcome.Answered, await ping.Soon());
    }

    [Fact]
    public async Task PingAsync_BatchesNamedByLength_AreAcknowledgedInOrder()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        var batches = new List<Task<PingOutcome>>();
        for (ushort batch = 1; batch <= 3; batch++)
        {
            session.TrySend(new Warning($"mail {batch}"));
            batches.Add(session.PingAsync(batch, None).AsTask());
        }

        for (ushort batch = 1; batch <= 3; batch++)
        {
            Assert.Equal(new Warning($"mail {batch}"), await peer.ReceiveAsync());
            Assert.Equal(new Ping(batch), await peer.ReceiveAsync());
        }

        // A pong of another length than the oldest ping asked for acknowledges nothing.
        await peer.SendAsync(new Pong(2));
        await peer.PassAsync();
        Assert.Equal(1, node.Metrics["lsp.peer.messages.dropped{reason=unasked_pong}"]);
        Assert.All(batches, batch => Assert.False(batch.IsCompleted));

        await peer.SendAsync(new Pong(1));
        Assert.Equal(PingOutcome.Answered, await batches[0].Soon());
        Assert.False(batches[1].IsCompleted);
        await peer.SendAsync(new Pong(2));
        Assert.Equal(PingOutcome.Answered, await batches[1].Soon());
        Assert.False(batches[2].IsCompleted);
        session.Close("enough");
        Assert.Equal(PingOutcome.Closed, await batches[2].Soon());
    }

    [Fact]
    public async Task PingAsync_KeepAliveInBetween_IsNotMistaken()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        node.Time.Advance(Interval);
        var ping = session.PingAsync(0, None).AsTask();
        Assert.Equal(new Ping(0), await peer.ReceiveAsync());
        Assert.Equal(new Ping(0), await peer.ReceiveAsync());
        await peer.SendAsync(new Pong(0));
        await peer.PassAsync();
        Assert.False(ping.IsCompleted);
        await peer.SendAsync(new Pong(0));
        Assert.Equal(PingOutcome.Answered, await ping.Soon());
    }

    [Fact]
    public async Task PingAsync_TooManyUnanswered_IsBusy()
    {
        await using var node = new TestNode(new() { MaxPingsInFlight = 2 });
        var (peer, session) = await node.OpenRawAsync();
        var first = session.PingAsync(1, None).AsTask();
        _ = session.PingAsync(2, None).AsTask();
        Assert.Equal(PingOutcome.Busy, await session.PingAsync(3, None).Soon());
        Assert.Equal(new Ping(1), await peer.ReceiveAsync());
        await peer.SendAsync(new Pong(1));
        Assert.Equal(PingOutcome.Answered, await first.Soon());
        var third = session.PingAsync(3, None).AsTask();
        Assert.Equal(new Ping(2), await peer.ReceiveAsync());
        Assert.Equal(new Ping(3), await peer.ReceiveAsync());
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task PingAsync_Cancelled_EndsTheWaitAlone()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        using var cancellation = new CancellationTokenSource();
        var ping = session.PingAsync(1, cancellation.Token).AsTask();
        Assert.Equal(new Ping(1), await peer.ReceiveAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.Soon());
        var next = session.PingAsync(2, None).AsTask();
        Assert.Equal(new Ping(2), await peer.ReceiveAsync());
        await peer.SendAsync(new Pong(1));
        await peer.SendAsync(new Pong(2));
        Assert.Equal(PingOutcome.Answered, await next.Soon());
    }

    [Fact]
    public async Task PingAsync_OnAClosedSession_IsClosed()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        peer.Dispose();
        await session.Completion.Soon();
        Assert.Equal(PingOutcome.Closed, await session.PingAsync(1, None).Soon());
        Assert.Equal(SendOutcome.Closed, session.TrySend(new Warning("late")));
    }

    [Fact]
    public async Task PingAsync_LongerThanAPong_Throws()
    {
        await using var node = new TestNode();
        var (_, session) = await node.OpenRawAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.PingAsync(Pong.MaxBytesLen + 1, None).AsTask());
    }
}
