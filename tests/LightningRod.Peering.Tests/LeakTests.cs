using System.Runtime.CompilerServices;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

/// <summary>Alone, because they count the process's descriptors and memory.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    /// <summary>What the runtime and other tests open and close meanwhile; far below one for each cycle.</summary>
    private const int Spread = 20;

    [Fact]
    public async Task Sessions_ThousandCycles_LeakNothing()
    {
        await using TestNode alice = new(new() { Rates = Rates.Unlimited }), bob = new(new() { Rates = Rates.Unlimited });
        for (var i = 0; i < 50; i++) await CycleAsync(alice, bob, i);
        await SettledAsync(alice, bob, 50);
        Collect();
        var (descriptors, memory) = (Descriptors(), GC.GetTotalMemory(forceFullCollection: true));
        var sessions = new List<WeakReference>();
        for (var i = 0; i < 1000; i++) sessions.Add(await CycleAsync(alice, bob, i));
        await SettledAsync(alice, bob, 1050);

        Assert.True(Descriptors() < descriptors + Spread);
        Collect();
        // A few may still be on the stack of a thread of the pool.
        Assert.InRange(sessions.Count(session => session.IsAlive), 0, 5);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - memory < 4 << 20);
        foreach (var node in new[] { alice, bob })
        {
            // The wheel sees that nothing is left.
            node.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(0, node.Time.ArmedTimers);
            Assert.Equal((1050, 1050), (node.Handler.OpenedCount, node.Handler.ClosedCount));
            Assert.Equal(0, node.Metrics["lsp.peer.sessions{direction=in}"] + node.Metrics["lsp.peer.sessions{direction=out}"]);
        }
    }

    [Fact]
    public async Task Connections_ThatBecomeNoSessions_LeakNothing()
    {
        await using var node = new TestNode();
        for (var i = 0; i < 20; i++) await InVainAsync(node, i);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Collect();
        var descriptors = Descriptors();
        for (var i = 0; i < 400; i++) await InVainAsync(node, i);
        await Waiting.Until(() => node.Node.HandshakesInProgress == 0);
        Assert.True(Descriptors() < descriptors + Spread);
        Assert.Equal(0, node.Time.ArmedTimers);
    }

    [Fact]
    public async Task Sessions_Many_ShareOneTimer()
    {
        await using var node = new TestNode();
        var peers = new List<RawPeer>();
        for (var i = 0; i < 50; i++)
        {
            peers.Add((await node.OpenRawAsync()).Peer);
            node.Time.Advance(TimeSpan.FromMilliseconds(70));
        }

        await Waiting.Until(() => node.Time.ArmedTimers == 1);
        node.Time.Advance(TimeSpan.FromSeconds(25));
        foreach (var peer in peers) Assert.IsType<Ping>(await peer.ReceiveAsync());
        Assert.Equal(1, node.Time.ArmedTimers);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CycleAsync(TestNode alice, TestNode bob, int i)
    {
        var session = await alice.DialAsync(bob);
        session.TrySend(new Warning("hello"));
        if (i % 3 == 0) await session.PingAsync(1, TestContext.Current.CancellationToken).Soon();
        session.Close("cycle");
        await session.Completion.Soon();
        return new(session);
    }

    private static async Task InVainAsync(TestNode node, int i)
    {
        using var peer = await RawPeer.ConnectAsync(node.EndPoint);
        if (i % 4 == 1) await peer.SendBytesAsync(new byte[60]);
        if (i % 4 >= 2) await peer.InitiateAsync(node.Key.PublicKey);
        if (i % 4 == 3) await peer.SendBytesAsync(peer.Encrypt(1, 2, 3));
    }

    private static async Task SettledAsync(TestNode alice, TestNode bob, int count)
    {
        await Waiting.Until(() => alice.Handler.ClosedCount == count && bob.Handler.ClosedCount == count);
        // What the tests themselves keep.
        while (alice.Handler.Forget() | bob.Handler.Forget())
        {
        }
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
