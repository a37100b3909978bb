using System.Net;
using System.Net.Sockets;
using LightningRod.Peering.Dialing;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests.Dialing;

public sealed class DialTests
{
    private const string Onion = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion:9735";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.0.0.1:9735")]
    [InlineData("100.64.0.1:9735")]
    [InlineData("127.0.0.1:9735")]
    [InlineData("0.0.0.0:9735")]
    [InlineData("169.254.169.254:80")]
    [InlineData("[::1]:9735")]
    [InlineData("[::ffff:127.0.0.1]:9735")]
    [InlineData("[fd00::1]:9735")]
    [InlineData("[fe80::1]:9735")]
    [InlineData("[ff02::1]:9735")]
    public async Task DialAsync_PublicOnlyAndAnAddressThatIsNot_IsRefused(string address)
    {
        await using var node = new TestNode();
        Assert.Equal(DialFailureCode.NotPublic, (await InVainAsync(node, address, publicOnly: true)).Code);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task DialAsync_PublicOnlyAndANameThatLeadsInside_IsRefused(string resolved)
    {
        await using var node = Resolving(resolved);
        Assert.Equal(DialFailureCode.NotPublic, (await InVainAsync(node, "node.example:9735", publicOnly: true)).Code);
    }

    [Fact]
    public async Task DialAsync_PublicOnlyAndANameOfBothKinds_DialsNoneOfTheInnerOnes()
    {
        await using var bob = new TestNode();
        // TEST-NET addresses count as inner ones here, so nothing leaves this machine.
        await using var node = Resolving("192.0.2.1", "127.0.0.1");
        Assert.Equal(DialFailureCode.NotPublic, (await InVainAsync(node, $"node.example:{bob.EndPoint.Port}", publicOnly: true)).Code);
        Assert.Equal(0, bob.Metrics["lsp.peer.handshakes{direction=in,outcome=handshake_failed}"]);
    }

    [Fact]
    public async Task DialAsync_AnyAddressAndAName_OpensASession()
    {
        await using var bob = new TestNode();
        await using var node = Resolving("::ffff:127.0.0.1");
        var dialler = new PeerDialer(node.Node, publicOnly: false);
        var result = await dialler.DialAsync(Address($"node.example:{bob.EndPoint.Port}"), bob.Key.PublicKey, None).Soon();
        Assert.True(result.TryGet(out var session, out _));
        Assert.Equal(bob.EndPoint, session.RemoteEndPoint);
        Assert.Equal(1, node.Metrics["lsp.peer.dials{outcome=opened}"]);
    }

    [Fact]
    public async Task DialAsync_FirstAddressRefuses_TriesTheNext()
    {
        await using var bob = new TestNode();
        await using var node = Resolving("127.0.0.2", "127.0.0.1");
        var dialler = new PeerDialer(node.Node, publicOnly: false);
        var result = await dialler.DialAsync(Address($"node.example:{bob.EndPoint.Port}"), bob.Key.PublicKey, None).Soon();
        Assert.True(result.TryGet(out _, out var failure), failure?.ToString());
    }

    [Fact]
    public async Task DialAsync_OnionService_IsRefusedClearly()
    {
        await using var node = new TestNode();
        var failure = await InVainAsync(node, Onion);
        Assert.Equal(DialFailureCode.OnionService, failure.Code);
        Assert.Contains("onion", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DialAsync_NameWithoutAddress_IsNotResolved()
    {
        await using var node = Resolving();
        Assert.Equal(DialFailureCode.NotResolved, (await InVainAsync(node, "node.example:9735")).Code);
    }

    [Fact]
    public async Task DialAsync_NobodyListens_IsUnreachable()
    {
        await using TestNode node = new(), bob = new();
        await bob.Listener.StopAsync().Soon();
        Assert.Equal(DialFailureCode.Unreachable, (await node.DialInVainAsync(bob)).Code);
        Assert.Equal(1, node.Metrics["lsp.peer.dials{outcome=unreachable}"]);
    }

    [Fact]
    public async Task DialAsync_ResolverThatDoesNotAnswer_EndsByTimeout()
    {
        var resolver = new Resolver(never: true);
        await using var node = new TestNode(services: s => s with { Resolver = resolver });
        var dialling = InVainAsync(node, "node.example:9735");
        await resolver.Asked.Soon();
        node.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(DialFailureCode.Timeout, (await dialling).Code);
        Assert.Equal(0, node.Time.ArmedTimers);
    }

    [Fact]
    public async Task DialAsync_AddressThatSwallowsEverything_EndsByTimeout()
    {
        await using var node = new TestNode();
        using var hole = new BlackHole(IPAddress.Loopback);
        var dialling = InVainAsync(node, hole.EndPoint.ToString());
        // The timer of the whole dial; the last address has no share of its own.
        await Waiting.Until(() => node.Time.ArmedTimers == 1);
        node.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(dialling.IsCompleted);
        node.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(DialFailureCode.Timeout, (await dialling).Code);
    }

    [Fact]
    public async Task DialAsync_FirstAddressSwallowsEverything_LeavesTimeForTheNext()
    {
        await using var bob = new TestNode();
        using var hole = new BlackHole(IPAddress.Parse("127.0.0.2"), bob.EndPoint.Port);
        await using var node = Resolving("127.0.0.2", "127.0.0.1");
        var dialling = node.Dialer.DialAsync(Address($"node.example:{bob.EndPoint.Port}"), bob.Key.PublicKey, None);
        await Waiting.Until(() => node.Time.ArmedTimers == 2);
        node.Time.Advance(TimeSpan.FromSeconds(7.5));
        Assert.True((await dialling.Soon()).TryGet(out _, out var failure), failure?.ToString());
    }

    [Fact]
    public async Task DialAsync_PeerThatSaysNothing_EndsByTheHandshakesTimeout()
    {
        await using var node = new TestNode();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var dialling = InVainAsync(node, silent.LocalEndpoint.ToString()!);
        using var accepted = await silent.AcceptSocketAsync(None).Soon();
        var actOne = new byte[50];
        await accepted.ReceiveAsync(actOne).Soon();
        node.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CloseCode.HandshakeTimeout, (await dialling).Reason!.Value.Code);
    }

    [Fact]
    public async Task DialAsync_PeerThatSaysNoInit_EndsByTheInitsTimeout()
    {
        await using TestNode node = new(), bob = new();
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        var dialling = InVainAsync(node, listening.LocalEndpoint.ToString()!, remote: bob.Key.PublicKey);
        using var peer = new RawPeer(await listening.AcceptSocketAsync(None).Soon());
        await peer.RespondAsync(bob.Key);
        Assert.IsType<Init>(await peer.ReceiveAsync());
        node.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CloseCode.InitTimeout, (await dialling).Reason!.Value.Code);
    }

    [Fact]
    public async Task DialAsync_TooManyAtOnce_IsBusy()
    {
        var resolver = new Resolver(never: true);
        await using var node = new TestNode(new() { MaxDials = 1 }, services: s => s with { Resolver = resolver });
        var first = InVainAsync(node, "node.example:9735");
        await resolver.Asked.Soon();
        Assert.Equal(DialFailureCode.Busy, (await InVainAsync(node, "127.0.0.1:9")).Code);
        node.Time.Advance(TimeSpan.FromSeconds(15));
        await first;
        Assert.Equal(DialFailureCode.Unreachable, (await InVainAsync(node, "127.0.0.1:9")).Code);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("name")]
    [InlineData("connect")]
    [InlineData("handshake")]
    [InlineData("init")]
    public async Task DialAsync_CancelledAtAStep_Throws(string step)
    {
        using var hole = new BlackHole(IPAddress.Loopback);
        var resolver = new Resolver(never: true);
        await using TestNode node = new(services: s => s with { Resolver = resolver }), bob = new();
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        using var cancellation = new CancellationTokenSource();
        if (step == "before") await cancellation.CancelAsync();
        var address = Address(step switch
        {
            "name" => "node.example:9735",
            "connect" => hole.EndPoint.ToString(),
            _ => listening.LocalEndpoint.ToString()!,
        });
        var dialling = node.Dialer.DialAsync(address, bob.Key.PublicKey, cancellation.Token);
        using var peer = step is "handshake" or "init" ? new RawPeer(await listening.AcceptSocketAsync(None).Soon()) : null;
        if (step == "name") await resolver.Asked.Soon();
        if (step == "connect") await Waiting.Until(() => node.Time.ArmedTimers == 1);
        if (step == "handshake") Assert.Equal(50, (await peer!.ReadBytesAsync(50)).Length);
        if (step == "init")
        {
            await peer!.RespondAsync(bob.Key);
            Assert.IsType<Init>(await peer.ReceiveAsync());
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling.Soon());
        if (peer is not null) Assert.Empty(await peer.ReadBytesAsync(1));
        Assert.Equal((0, 0), (node.Node.Sessions.Count, node.Time.ArmedTimers));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("handshake")]
    public async Task DialAsync_NodeStops_SaysSo(string step)
    {
        var resolver = new Resolver(never: true);
        await using TestNode node = new(services: s => s with { Resolver = resolver });
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var dialling = InVainAsync(node, step == "name" ? "node.example:9735" : silent.LocalEndpoint.ToString()!);
        if (step == "name") await resolver.Asked.Soon();
        else await (await silent.AcceptSocketAsync(None).Soon()).ReceiveAsync(new byte[50]).Soon();
        await node.Node.StopAsync(None).Soon();
        Assert.Equal(DialFailureCode.Stopping, (await dialling).Code);
        Assert.Equal(DialFailureCode.Stopping, (await InVainAsync(node, "127.0.0.1:9")).Code);
    }

    private static async Task<DialFailure> InVainAsync(TestNode node, string address, bool publicOnly = false, PublicKey? remote = null)
    {
        using var key = PrivateKey.Generate();
        var result = await new PeerDialer(node.Node, publicOnly).DialAsync(Address(address), remote ?? key.PublicKey, None).Soon();
        Assert.False(result.TryGet(out _, out var failure));
        return failure;
    }

    private static TestNode Resolving(params string[] addresses) => new(services: s => s with { Resolver = new Resolver(addresses: addresses) });

    private static NetworkAddress Address(string text) => NetworkAddress.Parse(text).Value;

    private sealed class Resolver(bool never = false, params string[] addresses) : IHostResolver
    {
        private readonly TaskCompletionSource _asked = new();

        internal Task Asked => _asked.Task;

        public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Assert.Equal("node.example", host);
            _asked.TrySetResult();
            if (never) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [.. addresses.Select(IPAddress.Parse)];
        }
    }

    /// <summary>An address that answers no connection: its queue is full.</summary>
    private sealed class BlackHole : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        internal BlackHole(IPAddress address, int port = 0)
        {
            var listening = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(listening);
            listening.Bind(new IPEndPoint(address, port));
            listening.Listen(0);
            EndPoint = (IPEndPoint)listening.LocalEndPoint!;
            for (var i = 0; i < 4; i++)
            {
                var filling = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(filling);
                try
                {
                    filling.Connect(EndPoint);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // On its way, or swallowed.
                }
            }
        }

        internal IPEndPoint EndPoint { get; }

        public void Dispose()
        {
            foreach (var socket in _sockets) socket.Dispose();
        }
    }
}
