using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class WaitingSendTests
{
    private const ushort Custom = 40_001;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_FarMoreThanTheQueueHolds_ArrivesWholeAndInOrder()
    {
        await using var node = new TestNode(new() { SendQueueMessages = 4 });
        var (peer, session) = await node.OpenRawAsync();
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < 500; i++) Assert.Equal(SendOutcome.Queued, await session.SendAsync(Numbered(i), None));
            },
            None);
        for (var i = 0; i < 500; i++) Assert.Equal(Numbered(i), await peer.ReceiveAsync());
        await sending.Soon();
    }

    [Fact]
    public async Task SendAsync_PeerThatTakesNothingIn_WaitsUntilCancelledOrClosed()
    {
        await using var node = new TestNode(new() { SendQueueMessages = 1 });
        using var peer = await RawPeer.OpenAsync(node, receiveBuffer: 4096);
        var session = await node.Handler.NextOpened();
        var full = await FillAsync(session);
        Assert.False(full.IsCompleted);
        using var cancellation = new CancellationTokenSource();
        var given = session.SendAsync(Numbered(1), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Soon());
        session.Close("enough");
        Assert.Equal(SendOutcome.Closed, await full.Soon());
        Assert.Equal(SendOutcome.Closed, await session.SendAsync(Numbered(2), None).Soon());
    }

    [Fact]
    public async Task Close_WithALastWord_SendsItBehindWhatIsQueued()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        for (var i = 0; i < 3; i++) session.TrySend(Numbered(i));
        session.Close("for the log", new Warning("for the peer"));
        Assert.Equal([Numbered(0), Numbered(1), Numbered(2), new Warning("for the peer")], await peer.ReceiveAllAsync());
        peer.Dispose();
        Assert.Equal(new(CloseCode.Requested, "for the log"), await session.Completion.Soon());
    }

    [Fact]
    public async Task SendAsync_Ping_IsRefused()
    {
        await using var node = new TestNode();
        var (_, session) = await node.OpenRawAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => session.SendAsync(new Ping(1), None).AsTask());
    }

    /// <summary>Sends until a send waits for half a second; gives that one.</summary>
    private static async Task<Task<SendOutcome>> FillAsync(PeerSession session)
    {
        var large = new UnknownMessage(Custom, ByteString.Own(new byte[60_000]));
        while (true)
        {
            var sending = session.SendAsync(large, None).AsTask();
            var first = await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, None));
            if (first != sending) return sending;
        }
    }

    private static UnknownMessage Numbered(int number) => new(Custom, ByteString.Own(BitConverter.GetBytes(number)));
}
