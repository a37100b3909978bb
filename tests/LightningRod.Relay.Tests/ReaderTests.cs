using LightningRod.Ports.Messages;
using LightningRod.Relay.Tests.Harness;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using SessionId = LightningRod.Ports.Messages.SessionId;

namespace LightningRod.Relay.Tests;

/// <summary>What a slow reader, or none, means for the peers.</summary>
public sealed class ReaderTests
{
    private const ushort Custom = 40_001;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnMessage_WindowFull_WaitsForTheReaderAndLosesNothing()
    {
        await using var bed = new RelayBed(options => options.TakeWindow = 4);
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        var (other, _) = await bed.ConnectAsync(reading);
        for (var i = 0; i < 10; i++) await wallet.SendAsync(Onion(i));
        var untaken = new Queue<OnionMessageReceived>();
        for (var i = 0; i < 4; i++) untaken.Enqueue(await reading.NextAsync<OnionMessageReceived>());
        await Waiting.Until(() => bed.Metrics["lsp.relay.stalls{}"] == 1);

        // Others, and news of them, pass.
        await other.SendAsync(Onion(77));
        var passed = await reading.NextAsync<OnionMessageReceived>();
        Assert.Equal((other.Id, Onion(77)), (passed.From, passed.Message));
        await bed.ConnectAsync(reading);

        for (var i = 4; i < 10; i++)
        {
            untaken.Dequeue().Taken();
            var next = await reading.NextAsync<OnionMessageReceived>();
            Assert.Equal((wallet.Id, Onion(i)), (next.From, next.Message));
            untaken.Enqueue(next);
        }

        Assert.Equal(5, bed.Metrics["lsp.relay.untaken{}"]);
    }

    [Fact]
    public async Task OnMessage_WindowOfBytesFull_Waits()
    {
        await using var bed = new RelayBed(options => options.TakeWindowBytes = 65_535);
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        for (var i = 0; i < 3; i++) await wallet.SendAsync(Onion(i, 40_000));
        var first = await reading.NextAsync<OnionMessageReceived>();
        await Waiting.Until(() => bed.Metrics["lsp.relay.stalls{}"] == 1);
        Assert.Equal(1, bed.Metrics["lsp.relay.untaken{}"]);
        first.Taken();
        (await reading.NextAsync<OnionMessageReceived>()).Taken();
        Assert.Equal(Onion(2, 40_000), (await reading.NextAsync<OnionMessageReceived>()).Message);
    }

    [Fact]
    public async Task OnMessage_AllWindowsTogetherFull_LetsEachSessionHaveOne()
    {
        await using var bed = new RelayBed(options => options.TakeBytes = 65_535);
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        for (var i = 0; i < 5; i++)
        {
            var (wallet, _) = await bed.ConnectAsync(reading);
            await wallet.SendAsync(Onion(i, 40_000));
            Assert.Equal(Onion(i, 40_000), (await reading.NextAsync<OnionMessageReceived>()).Message);
            await wallet.SendAsync(Onion(100 + i, 40_000));
        }

        await Waiting.Until(() => bed.Metrics["lsp.relay.stalls{}"] == 5);
        Assert.Equal(5, bed.Metrics["lsp.relay.untaken{}"]);
    }

    [Fact]
    public async Task Flood_OfOnePeer_DoesNotDelayAnother()
    {
        await using var bed = new RelayBed();
        await using var reports = bed.Carrier.ReadAsync(None).GetAsyncEnumerator(None);
        using var flooding = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        using var quiet = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        for (var i = 0; i < 64; i++) await flooding.SendAsync(Onion(i));
        await Waiting.Until(() => bed.Metrics["lsp.relay.untaken{}"] == 64);
        await quiet.SendAsync(Onion(1000));
        await Waiting.Until(() => bed.Metrics["lsp.relay.untaken{}"] == 65);

        // Both are told to be connected, then each has its turn.
        var told = new List<CarrierReport>();
        do
        {
            Assert.True(await reports.MoveNextAsync().Soon());
            told.Add(reports.Current);
        }
        while (reports.Current is not OnionMessageReceived onion || onion.From != quiet.Id);
        Assert.InRange(told.Count, 1, 4);
    }

    [Fact]
    public async Task OnPing_MessageThatIsNotTakenInTime_ClosesWithAWarningAndNoPong()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, session) = await bed.ConnectAsync(reading);
        Assert.True(await wallet.PingAsync().Soon());
        await wallet.SendAsync(Onion(1));
        await reading.NextAsync<OnionMessageReceived>();
        var ping = wallet.PingAsync();
        await AdvanceUntilAsync(bed, ping);
        Assert.False(await ping);
        await wallet.Ended.Soon();
        Assert.Contains("send it again", wallet.Warning, StringComparison.Ordinal);
        Assert.Equal(session, (await reading.NextAsync<CarrierPeerDisconnected>()).Session);
        Assert.Equal(1, bed.Metrics["lsp.relay.refusals{}"]);
    }

    [Fact]
    public async Task OnMessage_NothingTakenForTooLong_ClosesWithAWarning()
    {
        await using var bed = new RelayBed(options => options.TakeWindow = 1);
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        for (var i = 0; i < 2; i++) await wallet.SendAsync(Onion(i));
        await reading.NextAsync<OnionMessageReceived>();
        await AdvanceUntilAsync(bed, wallet.Ended);
        Assert.NotNull(wallet.Warning);
        Assert.Equal(1, bed.Metrics["lsp.relay.lost{reason=not_taken}"]);
    }

    [Fact]
    public async Task OnPing_CustomMessage_IsTakenWhenTheReaderHasIt()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        await wallet.SendAsync(new UnknownMessage(Custom, ByteString.Empty));
        Assert.True(await wallet.PingAsync().Soon());
    }

    [Fact]
    public async Task ReadAsync_MessagesFromBeforeTheReader_WaitForIt()
    {
        await using var bed = new RelayBed();
        var wallet = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        for (var i = 0; i < 3; i++) await wallet.SendAsync(Onion(i));
        var ping = wallet.PingAsync();
        await Waiting.Until(() => bed.Metrics["lsp.relay.untaken{}"] == 3);
        Assert.False(ping.IsCompleted);
        await using var reading = new CarrierReading(bed.Carrier);
        await reading.NextAsync<CarrierPeerConnected>();
        for (var i = 0; i < 3; i++) Assert.Equal(Onion(i), (await reading.NextAsync<OnionMessageReceived>()).Message);
        Assert.True(await ping.Soon());
    }

    [Fact]
    public async Task ReadAsync_SessionThatEndedBeforeTheReader_IsLostAndCounted()
    {
        await using var bed = new RelayBed();
        var wallet = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId));
        for (var i = 0; i < 3; i++) await wallet.SendAsync(Onion(i));
        await wallet.DisconnectAsync();
        await Waiting.Until(() => bed.Metrics["lsp.relay.lost{reason=no_reader}"] == 3);
        Assert.Equal(0, bed.Metrics["lsp.relay.untaken{}"]);
        await using var reading = new CarrierReading(bed.Carrier);
        var (next, _) = await bed.ConnectAsync(reading);
        Assert.NotEqual(wallet.Id, next.Id);
    }

    [Fact]
    public async Task ReadAsync_SecondReaderBesideTheFirst_IsRefused()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier);
        await using var second = bed.Carrier.ReadAsync(None).GetAsyncEnumerator(None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.MoveNextAsync().AsTask().Soon());
        await bed.ConnectAsync(reading);
    }

    [Fact]
    public async Task Taken_CalledTwice_CountsOnce()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        for (var i = 0; i < 2; i++) await wallet.SendAsync(Onion(i));
        var first = await reading.NextAsync<OnionMessageReceived>();
        var second = await reading.NextAsync<OnionMessageReceived>();
        for (var i = 0; i < 3; i++) first.Taken();
        Assert.Equal(1, bed.Metrics["lsp.relay.untaken{}"]);
        second.Taken();
        Assert.True(await wallet.PingAsync().Soon());
    }

    [Fact]
    public async Task Taken_AfterTheSessionEnded_IsHarmless()
    {
        await using var bed = new RelayBed();
        await using var reading = new CarrierReading(bed.Carrier, takes: false);
        var (wallet, _) = await bed.ConnectAsync(reading);
        await wallet.SendAsync(Onion(1));
        var onion = await reading.NextAsync<OnionMessageReceived>();
        await wallet.DisconnectAsync();
        await reading.NextAsync<CarrierPeerDisconnected>();
        onion.Taken();
        Assert.Equal(0, bed.Metrics["lsp.relay.untaken{}"]);
    }

    [Fact]
    public async Task ReadAsync_SessionsThatComeAndGoWhileTheReaderRests_AreToldInOrder()
    {
        await using var bed = new RelayBed();
        await using var reports = bed.Carrier.ReadAsync(None).GetAsyncEnumerator(None);
        var begun = reports.MoveNextAsync().AsTask();
        using var key = PrivateKey.Generate();
        for (var i = 0; i < 20; i++)
        {
            var wallet = bed.Keep(await Wallet.DialAsync(bed.EndPoint, bed.Carrier.NodeId, key));
            await wallet.SendAsync(Onion(i));
            await wallet.DisconnectAsync();
        }

        Assert.True(await begun.Soon());
        var open = new HashSet<SessionId>();
        var messages = new List<OnionMessage>();
        for (var ended = 0; ended < 20; await reports.MoveNextAsync().Soon())
        {
            switch (reports.Current)
            {
                case CarrierPeerConnected connected:
                    Assert.True(open.Add(connected.Session));
                    break;
                case OnionMessageReceived onion:
                    Assert.Contains(onion.Session!.Value, open);
                    messages.Add(onion.Message);
                    break;
                case CarrierPeerDisconnected disconnected:
                    Assert.True(open.Remove(disconnected.Session));
                    ended++;
                    break;
            }

            if (ended == 20) break;
        }

        Assert.Equal(20, messages.Distinct().Count());
    }

    private static OnionMessage Onion(int number, int bytes = 100) =>
        new(Key, ByteString.Own((byte[])[.. BitConverter.GetBytes(number), .. new byte[bytes - sizeof(int)]]));

    private static PublicKey Key { get; } = PublicKey.FromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    /// <summary>Time passes, in steps below a ping interval, until something is done.</summary>
    private static async Task AdvanceUntilAsync(RelayBed bed, Task done)
    {
        await Waiting.Until(() =>
        {
            bed.Time.Advance(TimeSpan.FromSeconds(0.5));
            return done.IsCompleted;
        });
    }
}
