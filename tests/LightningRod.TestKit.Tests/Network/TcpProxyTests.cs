using System.Net;
using System.Net.Sockets;
using LightningRod.TestKit.Network;

namespace LightningRod.TestKit.Tests.Network;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _sockets = [];
    private TcpProxy _proxy = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listening.Listen();
        _proxy = new TcpProxy((IPEndPoint)_listening.LocalEndPoint!);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _listening.Dispose();
        foreach (var socket in _sockets) socket.Dispose();
    }

    [Fact]
    public async Task Connection_BytesOfBothSides_Pass()
    {
        var (caller, target) = await ConnectAsync();
        await caller.SendAsync(new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], await ReadAsync(target, 3));
        await target.SendAsync(new byte[] { 4 });
        Assert.Equal([4], await ReadAsync(caller, 1));
        Assert.Equal(1, _proxy.Count);
    }

    [Fact]
    public async Task Connection_EndOfOneSide_LeavesTheOtherDirection()
    {
        var (caller, target) = await ConnectAsync();
        caller.Shutdown(SocketShutdown.Send);
        Assert.Empty(await ReadAsync(target, 1));
        await target.SendAsync(new byte[] { 9 });
        Assert.Equal([9], await ReadAsync(caller, 1));
    }

    [Fact]
    public async Task Cut_OpenConnections_ResetsBothSides()
    {
        var (caller, target) = await ConnectAsync();
        _proxy.Cut();
        await Assert.ThrowsAsync<SocketException>(() => ReadAsync(caller, 1));
        await Assert.ThrowsAsync<SocketException>(() => ReadAsync(target, 1));
        var (again, _) = await ConnectAsync();
        Assert.True(again.Connected);
    }

    [Theory]
    [InlineData(ProxyDirection.ToTarget)]
    [InlineData(ProxyDirection.ToCaller)]
    public async Task CutAfter_SomeBytes_LetsJustThosePass(ProxyDirection direction)
    {
        var (caller, target) = await ConnectAsync();
        var (from, to) = direction == ProxyDirection.ToTarget ? (caller, target) : (target, caller);
        _proxy.CutAfter(direction, 70_000);
        var sending = SendInVainAsync(from, new byte[100_000]);
        var got = 0;
        var buffer = new byte[4096];
        try
        {
            while (await to.ReceiveAsync(buffer, None).AsTask().WaitAsync(Limit, None) is var count and > 0) got += count;
            Assert.Fail("The connection ended as if all were well.");
        }
        catch (SocketException)
        {
            // What lay in the receiver's buffer may go with the reset.
            Assert.InRange(got, 0, 70_000);
        }

        await sending.WaitAsync(Limit, None);
        Assert.Equal(0, _proxy.Count);
    }

    [Fact]
    public async Task Stall_OneDirection_HoldsItBackAlone()
    {
        var (caller, target) = await ConnectAsync();
        _proxy.Stall(ProxyDirection.ToTarget);
        await caller.SendAsync(new byte[] { 1 });
        await target.SendAsync(new byte[] { 2 });
        Assert.Equal([2], await ReadAsync(caller, 1));
        var stalled = ReadAsync(target, 1);
        Assert.False(stalled.IsCompleted);
        _proxy.Resume(ProxyDirection.ToTarget);
        Assert.Equal([1], await stalled);
    }

    [Fact]
    public async Task Stall_SenderThatGoesOn_FindsItsBuffersFull()
    {
        var (caller, _) = await ConnectAsync();
        _proxy.Stall(ProxyDirection.ToTarget);
        caller.Blocking = false;
        var sent = 0;
        var full = Assert.Throws<SocketException>(() =>
        {
            while (sent < 1 << 28) sent += caller.Send(new byte[65536]);
        });
        Assert.Equal(SocketError.WouldBlock, full.SocketErrorCode);
    }

    [Fact]
    public async Task Swallow_OneDirection_LosesItsBytes()
    {
        var (caller, target) = await ConnectAsync();
        _proxy.Swallow(ProxyDirection.ToTarget);
        await caller.SendAsync(new byte[] { 1 });
        await target.SendAsync(new byte[] { 2 });
        Assert.Equal([2], await ReadAsync(caller, 1));
        caller.Shutdown(SocketShutdown.Send);
        Assert.Empty(await ReadAsync(target, 1));
    }

    [Fact]
    public async Task Delay_OneDirection_HoldsEachPieceForThatLong()
    {
        var (caller, target) = await ConnectAsync();
        _proxy.Delay(ProxyDirection.ToTarget, TimeSpan.FromSeconds(0.2));
        var began = TimeProvider.System.GetTimestamp();
        await caller.SendAsync(new byte[] { 1 });
        Assert.Equal([1], await ReadAsync(target, 1));
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.19));
    }

    [Fact]
    public async Task Refuses_NewConnections_AreCut()
    {
        _proxy.Refuses = true;
        var caller = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAndReadAsync(caller));
        _proxy.Refuses = false;
        var (again, target) = await ConnectAsync();
        await again.SendAsync(new byte[] { 1 });
        Assert.Equal([1], await ReadAsync(target, 1));
    }

    [Fact]
    public void Target_OfAnotherMachine_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new TcpProxy(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9735)));

    [Fact]
    public async Task Target_ThatIsGone_EndsTheCaller()
    {
        _listening.Dispose();
        var caller = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAndReadAsync(caller));
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length), None).AsTask().WaitAsync(Limit, None);
            if (read == 0) break;
            length += read;
        }

        return bytes[..length];
    }

    /// <summary>Sees the reset at whichever of the two steps it comes.</summary>
    private async Task ConnectAndReadAsync(Socket socket)
    {
        await socket.ConnectAsync(_proxy.EndPoint, None);
        await ReadAsync(socket, 1);
    }

    private static async Task SendInVainAsync(Socket socket, byte[] bytes)
    {
        try
        {
            for (var rest = bytes.AsMemory(); !rest.IsEmpty;) rest = rest[await socket.SendAsync(rest, None)..];
        }
        catch (SocketException)
        {
            // As it should be.
        }
    }

    private async Task<(Socket Caller, Socket Target)> ConnectAsync()
    {
        var caller = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await caller.ConnectAsync(_proxy.EndPoint, None);
        return (caller, Keep(await _listening.AcceptAsync(None).AsTask().WaitAsync(Limit, None)));
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
