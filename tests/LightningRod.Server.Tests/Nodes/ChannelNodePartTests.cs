using LightningRod.Ports.Channels;
using LightningRod.Server.Nodes;
using LightningRod.Server.Options;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.Server.Tests.Nodes;

/// <summary>A channel node may be away when the member starts, and come and go later.</summary>
public sealed class ChannelNodePartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_UnreachableNode_IsTriedAgainEverMoreRarely()
    {
        var time = new ManualTimeProvider();
        var factory = new Factory { FailuresFirst = 9 };
        using var part = Part(factory, (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop), time);
        await part.StartAsync(Cancel);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
        {
            await factory.Tried.WaitAsync(Cancel);
            while (time.ArmedTimers == 0) await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, time.ArmedTimers);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await factory.Tried.WaitAsync(Cancel);
        Assert.True(await part.StopAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal((10, 1), (factory.Tries, factory.Disposed));
    }

    [Fact]
    public async Task Use_Ended_ConnectsAnew()
    {
        var time = new ManualTimeProvider();
        var factory = new Factory();
        using var part = Part(factory, (_, _) => Task.FromException(new ChannelNodeUnavailableException("gone")), time);
        await part.StartAsync(Cancel);
        for (var n = 0; n < 3; n++)
        {
            await factory.Tried.WaitAsync(Cancel);
            while (time.ArmedTimers == 0) await Task.Yield();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await factory.Tried.WaitAsync(Cancel);
        Assert.True(await part.StopAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(factory.Tries, factory.Disposed);
    }

    [Fact]
    public async Task Stop_UseThatDoesNotEnd_IsCutOff()
    {
        var time = new ManualTimeProvider();
        var factory = new Factory();
        var go = new TaskCompletionSource();
        using var part = Part(factory, (_, _) => go.Task, time);
        await part.StartAsync(Cancel);
        await factory.Tried.WaitAsync(Cancel);
        var stopping = part.StopAsync(TimeSpan.FromSeconds(5));
        while (time.ArmedTimers == 0) await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await stopping);
        go.SetResult();
    }

    private static ChannelNodePart Part(Factory factory, Func<IChannelNode, CancellationToken, Task> use, TimeProvider time) =>
        new(new() { Name = "a", Kind = "fake" }, factory, use, time, NullLogger.Instance);

    private sealed class Factory : IChannelNodeFactory
    {
        private int _disposed;

        internal SemaphoreSlim Tried { get; } = new(0);

        internal int FailuresFirst { get; init; }

        internal int Tries { get; private set; }

        internal int Disposed => _disposed;

        public string Kind => "fake";

        public Task<IChannelNode> ConnectAsync(ChannelNodeSettings settings, CancellationToken cancellationToken)
        {
            Tries++;
            Tried.Release();
            return Tries <= FailuresFirst ? throw new ChannelNodeUnavailableException("away") : Task.FromResult<IChannelNode>(new Node(this));
        }

        private sealed class Node(Factory factory) : IChannelNode
        {
            public ChannelNodeIdentity Identity => throw new NotSupportedException();

            public ChannelNodeCapabilities Capabilities => throw new NotSupportedException();

            public ValueTask DisposeAsync()
            {
                Interlocked.Increment(ref factory._disposed);
                return ValueTask.CompletedTask;
            }

            public Task<StreamOpening> OpenStreamAsync(ulong epoch, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<HtlcHistory> FindHtlcAsync(HtlcKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<IReadOnlyList<NodeChannel>> ListChannelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<IReadOnlyList<OutgoingHtlc>> ListOutgoingHtlcsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<MessageSignature> SignMessageAsync(string message, CancellationToken cancellationToken) => throw new NotSupportedException();
        }
    }
}
