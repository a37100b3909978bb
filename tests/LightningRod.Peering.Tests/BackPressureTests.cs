using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class BackPressureTests
{
    private const ushort Custom = 40_001;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task TrySend_HandlerThatDoesNotReturn_IsBusyWithBoundedMemory()
    {
        var release = new TaskCompletionSource();
        await using TestNode alice = new(), bob = new(Generous);
        bob.Handler.WhenMessage = async (_, _, _) => await release.Task;
        var session = await alice.DialAsync(bob);
        var message = new UnknownMessage(Custom, ByteString.Own(new byte[60_000]));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sent = await FillAsync(session, message);
        // What the two kernels hold for a connection, and what the queue may hold.
        Assert.InRange(sent, 1, (64 << 20) / 60_000);
        for (var i = 0; i < 1000; i++) Assert.Equal(SendOutcome.Busy, session.TrySend(message));
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 8 << 20);
        Assert.True(alice.Metrics["lsp.peer.messages.dropped{reason=busy}"] >= 1000);
        Assert.Equal(1, bob.Handler.MessageCount);

        release.SetResult();
        await Waiting.Until(() => bob.Handler.MessageCount == sent);
        Assert.Equal(SendOutcome.Queued, session.TrySend(message));
        Assert.Equal(1, bob.Handler.MostAtOnce);
    }

    [Fact]
    public async Task TrySend_ManySmallMessages_AreBoundedInNumber()
    {
        await using var node = new TestNode(new() { SendQueueMessages = 10 });
        using var peer = await RawPeer.OpenAsync(node, receiveBuffer: 4096);
        var session = await node.Handler.NextOpened();
        await FillAsync(session, new UnknownMessage(Custom, ByteString.Own(new byte[50_000])));
        // The bytes would have room.
        Assert.Equal(SendOutcome.Busy, session.TrySend(new UnknownMessage(Custom, ByteString.Empty)));
    }

    [Fact]
    public async Task Clock_PeerThatTakesNothingIn_ClosesAsDead()
    {
        await using var node = new TestNode();
        using var peer = await RawPeer.OpenAsync(node, receiveBuffer: 4096);
        var session = await node.Handler.NextOpened();
        await FillAsync(session, new UnknownMessage(Custom, ByteString.Own(new byte[60_000])));
        for (var i = 0; i < 3; i++) node.Time.Advance(Interval);
        Assert.Equal(CloseCode.Dead, (await session.Completion.Soon()).Code);
    }

    [Fact]
    public async Task Clock_WhileTheHandlerIsBusy_ThePeerIsNotTakenForDead()
    {
        var release = new TaskCompletionSource();
        await using var node = new TestNode();
        node.Handler.WhenMessage = async (_, _, _) => await release.Task;
        var (peer, session) = await node.OpenRawAsync();
        await peer.SendAsync(new Warning("a hard nut"));
        await node.Handler.NextMessage();
        // A few keep-alives go out; more would only pile up.
        const int pings = 4;
        for (var i = 0; i <= pings; i++)
        {
            node.Time.Advance(Interval);
            if (i < pings) Assert.Equal(new Ping(0), await peer.ReceiveAsync());
        }

        Assert.Equal(pings, node.Metrics["lsp.peer.messages.sent{family=ping}"]);
        Assert.False(session.IsClosing);

        // Their pongs are taken in when the handler is done.
        release.SetResult();
        for (var i = 0; i < pings; i++) await peer.SendAsync(new Pong(0));
        await Waiting.Until(() => node.Metrics["lsp.peer.messages.received{family=pong}"] == pings);
        Assert.Equal(0, node.Metrics["lsp.peer.messages.dropped{reason=unasked_pong}"]);
        Assert.False(session.IsClosing);
    }

    [Fact]
    public async Task Receive_PingsOfAPeerThatReadsNoPongs_CloseIt()
    {
        await using var node = new TestNode(Generous);
        using var peer = await RawPeer.OpenAsync(node, receiveBuffer: 4096);
        var session = await node.Handler.NextOpened();
        while (!session.IsClosing)
        {
            try
            {
                await peer.SendAsync(new Ping(Pong.MaxBytesLen));
            }
            catch (System.Net.Sockets.SocketException)
            {
                break;
            }
        }

        Assert.Equal(CloseCode.Flood, (await session.Completion.Soon()).Code);
    }

    /// <summary>Sends until the queue stays full; gives how many messages went in.</summary>
    private static async Task<int> FillAsync(PeerSession session, PeerMessage message)
    {
        var (sent, busy) = (0, 0);
        while (busy < 20)
        {
            if (session.TrySend(message) == SendOutcome.Queued)
            {
                (sent, busy) = (sent + 1, 0);
                continue;
            }

            busy++;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return sent;
    }

    private static PeeringOptions Generous => new() { Rates = Rates.Unlimited };
}
