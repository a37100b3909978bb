using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests;

public sealed class MessageTests
{
    private const ushort OddCustom = 40_001;
    private const ushort EvenCustom = 40_002;

    public static TheoryData<string, PeerMessage> Handed()
    {
        using var key = PrivateKey.Generate();
        return new()
        {
            { "onion message", new OnionMessage(key.PublicKey, ByteString.Own(new byte[1366])) },
            { "LSPS0", new Lsps0Frame(ByteString.CopyOf("{}"u8)) },
            { "LSPS0 that is no JSON", new Lsps0Frame(ByteString.CopyOf("?"u8)) },
            { "odd custom", new UnknownMessage(OddCustom, ByteString.CopyOf([1, 2])) },
            { "even custom of the list", new UnknownMessage(EvenCustom, ByteString.Empty) },
            { "warning", new Warning("careful") },
            { "error of one channel", new Error(new ChannelId(new Bytes32(Enumerable.Repeat((byte)1, 32).ToArray())), ByteString.Empty) },
        };
    }

    [Theory, MemberData(nameof(Handed))]
    public async Task Receive_MessageForTheHandler_ReachesItAndTheSessionGoesOn(string name, PeerMessage message)
    {
        await using var node = new TestNode(protocol: p => p with { EvenCustomTypes = new HashSet<ushort> { EvenCustom } });
        var (peer, session) = await node.OpenRawAsync();
        await peer.SendAsync(message);
        Assert.True(message == await node.Handler.NextMessage(), name);
        await peer.SendAsync(new Ping(3));
        Assert.Equal(new Pong(3), await peer.ReceiveAsync());
        Assert.False(session.IsClosing);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0x7fff)]
    [InlineData(MessageType.ChannelAnnouncement)]
    [InlineData(MessageType.ChannelUpdate)]
    public async Task Receive_OddOrGossip_IsIgnored(int type)
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendBytesAsync(peer.Encrypt((byte)(type >> 8), (byte)type, 1, 2, 3));
        await peer.SendAsync(new Ping(0));
        Assert.Equal(new Pong(0), await peer.ReceiveAsync());
        Assert.Equal(0, node.Handler.MessageCount);
        Assert.Equal(1, node.Metrics["lsp.peer.messages.dropped{reason=ignored}"]);
    }

    public static TheoryData<string, byte[], CloseCode> Refused() => new()
    {
        { "unknown even", [0, 32, 1], CloseCode.UnknownEvenType },
        { "even custom", [EvenCustom >> 8, EvenCustom & 0xff], CloseCode.UnknownEvenType },
        { "a second init", new Init(Features.None).ToArray(), CloseCode.BadMessage },
        { "no type", [1], CloseCode.BadMessage },
        { "nothing", [], CloseCode.BadMessage },
        { "ping cut short", [0, 18, 0], CloseCode.BadMessage },
        { "onion without a point", [2, 1, .. new byte[40]], CloseCode.BadMessage },
        { "even record in an extension", [.. new Ping(0).ToArray(), 2, 0], CloseCode.BadMessage },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Receive_MessageOutOfRules_ClosesWithAWarning(string name, byte[] message, CloseCode code)
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendBytesAsync(peer.Encrypt(message));
        Assert.True(await peer.ReceiveAllAsync() is [Warning], name);
        Assert.Equal(code, (await node.Handler.NextClosed()).Reason.Code);
        Assert.Equal(0, node.Handler.MessageCount);
        Assert.Equal(0, node.Node.Sessions.Count);
    }

    [Fact]
    public async Task Receive_ErrorOfAllChannels_ReachesTheHandlerAndCloses()
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendAsync(new Error(default, ByteString.CopyOf("enough"u8)));
        Assert.IsType<Error>(await node.Handler.NextMessage());
        var reason = (await node.Handler.NextClosed()).Reason;
        Assert.Equal(CloseCode.RemoteError, reason.Code);
        Assert.Contains("enough", reason.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(-1)]
    public async Task Receive_FlippedBit_Closes(int position)
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        var frame = peer.Encrypt(new Ping(0).ToArray());
        frame[position < 0 ? ^1 : position] ^= 1;
        await peer.SendBytesAsync(frame);
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(CloseCode.NotAuthentic, (await node.Handler.NextClosed()).Reason.Code);
    }

    [Fact]
    public async Task Receive_LongestMessages_ComeWhole()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        var payload = new byte[PeerMessage.MaxLength - 2];
        new Random(5).NextBytes(payload);
        var message = new UnknownMessage(OddCustom, ByteString.Own(payload));
        for (var i = 0; i < 3; i++) Assert.Equal(SendOutcome.Queued, session.TrySend(message));
        for (var i = 0; i < 3; i++) Assert.Equal(message, await bob.Handler.NextMessage());
    }

    [Fact]
    public async Task TrySend_LongerThanAMessage_ThrowsAndTheSessionGoesOn()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        Assert.Throws<InvalidOperationException>(() => session.TrySend(new UnknownMessage(OddCustom, ByteString.Own(new byte[PeerMessage.MaxLength]))));
        Assert.Equal(PingOutcome.Answered, await session.PingAsync(1, TestContext.Current.CancellationToken).Soon());
    }

    [Fact]
    public async Task TrySend_TheSessionsOwnKinds_Throws()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        Assert.Throws<ArgumentException>(() => session.TrySend(new Ping(0)));
        Assert.Throws<ArgumentException>(() => session.TrySend(new Pong(0)));
        Assert.Throws<ArgumentException>(() => session.TrySend(new Init(Features.None)));
    }

    [Fact]
    public async Task Receive_MessagesInPieces_AreHandedInOrder()
    {
        await using var node = new TestNode();
        var (peer, _) = await node.OpenRawAsync();
        var random = new Random(9);
        var messages = Enumerable.Range(0, 150)
            .Select(i => new UnknownMessage(OddCustom, ByteString.Own(new byte[i % 10 == 0 ? random.Next(3_000) : random.Next(20)]))).ToList();
        var stream = messages.SelectMany(message => peer.Encrypt(message.ToArray())).ToArray().AsMemory();
        while (!stream.IsEmpty)
        {
            var length = Math.Min(stream.Length, random.Next(1, 700));
            await peer.SendBytesAsync(stream[..length]);
            stream = stream[length..];
        }

        foreach (var message in messages) Assert.Equal(message, await node.Handler.NextMessage());
        Assert.Equal(1, node.Handler.MostAtOnce);
    }

    [Fact]
    public async Task Receive_MessageThatIsNeverFinished_ClosesByTimeout()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        // In one piece with a ping, so that its pong tells that the beginning has come.
        await peer.SendBytesAsync((byte[])[.. peer.Encrypt(new Ping(1).ToArray()), .. peer.Encrypt(new Warning("x").ToArray())[..20]]);
        Assert.Equal(new Pong(1), await peer.ReceiveAsync());
        node.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(new Ping(0), await peer.ReceiveAsync());
        Assert.False(session.IsClosing);
        node.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(CloseCode.MessageTimeout, (await node.Handler.NextClosed()).Reason.Code);
    }

    [Fact]
    public async Task Receive_EndOfThePeersSide_ClosesBothSides()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        peer.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal(CloseCode.RemoteClosed, (await session.Completion.Soon()).Code);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Receive_EndWithinAMessage_Closes()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        await peer.SendBytesAsync(peer.Encrypt(new Warning("x").ToArray()).AsMemory(0, 30));
        peer.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal(CloseCode.RemoteClosed, (await session.Completion.Soon()).Code);
        Assert.Equal(0, node.Handler.MessageCount);
    }

    [Fact]
    public async Task Receive_Reset_Closes()
    {
        await using var node = new TestNode();
        var (peer, session) = await node.OpenRawAsync();
        peer.Socket.LingerState = new(enable: true, 0);
        peer.Dispose();
        Assert.Equal(CloseCode.ConnectionLost, (await session.Completion.Soon()).Code);
    }

    [Fact]
    public async Task Receive_HandlerThatThrows_ClosesAndIsLogged()
    {
        await using var node = new TestNode();
        node.Handler.WhenMessage = (_, _, _) => throw new InvalidTimeZoneException("out of order");
        var (peer, _) = await node.OpenRawAsync();
        await peer.SendAsync(new Warning("x"));
        Assert.True(await peer.ReceiveAllAsync() is [Warning]);
        Assert.Equal(CloseCode.HandlerFailed, (await node.Handler.NextClosed()).Reason.Code);
        Assert.Contains(node.Logs.Lines, line => line.Contains("out of order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_HandlerThatThrows_ClosesAndIsToldSo()
    {
        await using var node = new TestNode();
        node.Handler.WhenOpened = (_, _) => throw new InvalidTimeZoneException("out of order");
        using var peer = await RawPeer.OpenAsync(node);
        Assert.Equal(CloseCode.HandlerFailed, (await node.Handler.NextClosed()).Reason.Code);
        Assert.Equal(["open 1", "close 1"], node.Handler.Calls);
    }

    [Fact]
    public async Task Close_HandlerThatThrowsAtTheEnd_IsLoggedAndTheSessionCompletes()
    {
        await using var node = new TestNode();
        node.Handler.WhenClosed = (_, _) => throw new InvalidTimeZoneException("out of order");
        var (peer, session) = await node.OpenRawAsync();
        peer.Dispose();
        Assert.Contains((await session.Completion.Soon()).Code, new[] { CloseCode.RemoteClosed, CloseCode.ConnectionLost });
        Assert.Contains(node.Logs.Lines, line => line.Contains("out of order", StringComparison.Ordinal));
    }
}
