using System.Collections.Concurrent;
using System.Diagnostics;
using LightningRod.Peering.Telemetry;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_OfASession_AreCounted()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        await bob.Handler.NextOpened();
        Assert.Equal(1, alice.Metrics[$"{Instruments.Sessions}{{direction=out}}"]);
        Assert.Equal(1, bob.Metrics[$"{Instruments.Sessions}{{direction=in}}"]);
        Assert.Equal(1, alice.Metrics[$"{Instruments.Handshakes}{{direction=out,outcome=opened}}"]);
        Assert.Equal(1, bob.Metrics[$"{Instruments.Handshakes}{{direction=in,outcome=opened}}"]);

        session.TrySend(new Warning("w"));
        await bob.Handler.NextMessage();
        Assert.Equal(1, alice.Metrics[$"{Instruments.MessagesSent}{{family=notice}}"]);
        Assert.Equal(1, bob.Metrics[$"{Instruments.MessagesReceived}{{family=notice}}"]);

        session.Close("done");
        await session.Completion.Soon();
        await bob.Handler.NextClosed();
        Assert.Equal(0, alice.Metrics[$"{Instruments.Sessions}{{direction=out}}"]);
        Assert.Equal(0, bob.Metrics[$"{Instruments.Sessions}{{direction=in}}"]);
        Assert.Equal(1, alice.Metrics[$"{Instruments.SessionsClosed}{{reason=requested}}"]);
        Assert.Equal(1, bob.Metrics[$"{Instruments.SessionsClosed}{{reason=remote_closed}}"]);
        Assert.Subset(new HashSet<string> { "direction", "outcome", "reason", "family" }, alice.Metrics.TagKeys.Keys.ToHashSet());
    }

    [Fact]
    public async Task Logs_OfASession_HaveIdsOfOneRangeAndNoText()
    {
        await using TestNode alice = new(), bob = new();
        var session = await alice.DialAsync(bob);
        session.TrySend(new Warning("for your eyes only"));
        await bob.Handler.NextMessage();
        session.Close("done");
        await session.Completion.Soon();
        await bob.Handler.NextClosed();
        Assert.NotEmpty(bob.Logs.Events);
        Assert.All(bob.Logs.Events, e => Assert.InRange(e.Id, 2000, 2099));
        Assert.DoesNotContain(bob.Logs.Lines, line => line.Contains("eyes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activities_OfADialAndAMessage_AreTraced()
    {
        var started = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instruments.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => started.Add($"{activity.Kind} {activity.OperationName}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using TestNode alice = new(), bob = new();
        (await alice.DialAsync(bob)).TrySend(new Warning("w"));
        await bob.Handler.NextMessage();
        Assert.Subset(started.ToHashSet(), new HashSet<string> { "Client dial", "Client handshake", "Server handshake", "Consumer process Warning" });
    }
}
