using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Client;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Simulation.Server;
using LightningRod.Simulation.Tests.Contracts;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Server;

public sealed class SimulationServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rod-simulation-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StatePath => Path.Combine(_folder.FullName, "network.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Restart_FromTheStateFile_BringsTheNetworkBack()
    {
        IReadOnlyList<HtlcRow> before;
        PaymentHash hash;
        await using (var server = SimulationServer.Start(0, 7, StatePath))
        {
            await using var client = new SimulationClient(server.EndPoint);
            await BuildAsync(client);
            await using var node = await SimulatedChannelNode.ConnectAsync(server.EndPoint, "lsp", Cancellation);
            var opened = (StreamOpening.Opened)await node.OpenStreamAsync(1, Cancellation);
            await using var listener = new Listener(opened.Interceptor);
            hash = await PayAsync(client);
            await listener.NextAsync<HtlcOffered>();
            before = await client.SendAsync(new ListHtlcs(), Cancellation);
        }

        await using (var server = SimulationServer.Start(0, 7, StatePath))
        {
            await using var client = new SimulationClient(server.EndPoint);
            Assert.Equal(before, await client.SendAsync(new ListHtlcs(), Cancellation));
            await using var node = await SimulatedChannelNode.ConnectAsync(server.EndPoint, "lsp", Cancellation);
            var opened = Assert.IsType<StreamOpening.Opened>(await node.OpenStreamAsync(2, Cancellation));
            await using var listener = new Listener(opened.Interceptor);
            var offer = (await listener.NextAsync<HtlcOffered>()).Offer;
            Assert.Equal(hash, offer.PaymentHash);
            await listener.AnswerAsync(offer.Key, new HtlcAnswer.Resume(), 2);
            Assert.Equal("Arrived", Assert.Single(await client.SendAsync(new ListHtlcs("payee"), Cancellation)).Stage);
        }
    }

    [Fact]
    public async Task Restart_WithALineThatWasNotFinished_ForgetsItAlone()
    {
        await using (var server = SimulationServer.Start(0, 7, StatePath))
        {
            await using var client = new SimulationClient(server.EndPoint);
            await BuildAsync(client);
        }

        await File.AppendAllTextAsync(StatePath, "{\"is\":\"Mine\",\"blo", Cancellation);
        for (var i = 0u; i < 2; i++)
        {
            await using var server = SimulationServer.Start(0, 7, StatePath);
            await using var client = new SimulationClient(server.EndPoint);
            Assert.Equal(NetworkSettings.FirstHeight + i, (await client.SendAsync(new GetStatus(), Cancellation)).Height.Value);
            await client.SendAsync(new Mine(), Cancellation);
        }
    }

    [Fact]
    public async Task Restart_WithAnotherSeed_IsRefused()
    {
        await SimulationServer.Start(0, 7, StatePath).DisposeAsync();
        var refused = Assert.Throws<SimulationException>(() => SimulationServer.Start(0, 8, StatePath));
        Assert.Contains("--seed 7", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wallet_WhosePresenceIsItsConnection_GoesOfflineWithIt()
    {
        await using var server = SimulationServer.Start(0, 7);
        await using var client = new SimulationClient(server.EndPoint);
        await BuildAsync(client, online: false);
        var steps = client.WatchStepsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await using (var watching = client.WatchWalletAsync("payee", presence: true, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await watching.MoveNextAsync());
            Assert.Equal(new WalletHeightChanged(new BlockHeight(NetworkSettings.FirstHeight)), watching.Current);
            Assert.True((await client.SendAsync(new GetNode("payee"), Cancellation)).Online);
            var next = steps.MoveNextAsync();
            await watching.DisposeAsync();
            Assert.True(await next);
        }

        while (steps.Current is not { Step: "offline", Who: "payee" }) Assert.True(await steps.MoveNextAsync());
        Assert.False((await client.SendAsync(new GetNode("payee"), Cancellation)).Online);
        await steps.DisposeAsync();
    }

    [Fact]
    public async Task Blocks_AtAPace_ComeWithTheClock()
    {
        await using var server = SimulationServer.Start(0, 7);
        await using var client = new SimulationClient(server.EndPoint);
        await BuildAsync(client);
        var time = new ManualTime();
        using var stopping = new CancellationTokenSource();
        var mining = server.MineAsync(TimeSpan.FromMinutes(10), time, stopping.Token);
        await using var watching = client.WatchWalletAsync("payee", presence: false, Cancellation).GetAsyncEnumerator(Cancellation);
        for (var i = 0u; i < 3; i++)
        {
            Assert.True(await watching.MoveNextAsync());
            Assert.Equal(new WalletHeightChanged(new BlockHeight(NetworkSettings.FirstHeight + i)), watching.Current);
            time.Tick();
        }

        Assert.Equal(TimeSpan.FromMinutes(10), time.Period);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mining);
    }

    [Fact]
    public async Task BadLines_AreAnsweredAndSurvived()
    {
        await using var server = SimulationServer.Start(0, 7);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.EndPoint, Cancellation);
        await using var stream = socket.GetStream();
        using var reader = new StreamReader(stream);
        string[] lines =
        [
            "nonsense", "{}", """{"id":2,"request":{"is":"Nothing"}}""", """{"id":3,"request":{"is":"GetNode","node":"nobody"}}""",
            """{"id":4,"request":{"is":"Mine","blocks":4000000}}""", """{"id":5,"request":{"is":"SignMessage","node":12}}""",
            """{"id":6,"request":{"is":"FindHtlc","key":{"node":"x","channel":"zz","htlcId":1}}}""",
        ];
        foreach (var line in lines)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), Cancellation);
            var answer = await reader.ReadLineAsync(Cancellation);
            Assert.Contains("\"error\"", answer, StringComparison.Ordinal);
        }

        await stream.WriteAsync("""{"id":9,"request":{"is":"GetStatus"}}"""u8.ToArray(), Cancellation);
        await stream.WriteAsync("\n"u8.ToArray(), Cancellation);
        Assert.Contains("\"id\":9", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_WhoseSimulationGoesAway_LosesItsStreamAndIsUnavailable()
    {
        var server = SimulationServer.Start(0, 7);
        await using var client = new SimulationClient(server.EndPoint);
        await BuildAsync(client);
        await using var node = await SimulatedChannelNode.ConnectAsync(server.EndPoint, "lsp", Cancellation);
        await Assert.ThrowsAsync<ChannelNodeUnavailableException>(() => SimulatedChannelNode.ConnectAsync(server.EndPoint, "nobody", Cancellation));
        var opened = (StreamOpening.Opened)await node.OpenStreamAsync(1, Cancellation);
        await using var listener = new Listener(opened.Interceptor);
        await PayAsync(client);
        var offer = (await listener.NextAsync<HtlcOffered>()).Offer;
        await server.DisposeAsync();
        await listener.NextAsync<StreamLost>();
        Assert.True(await listener.EndsAsync());
        Assert.Equal(AnswerOutcome.StreamGone, await listener.AnswerAsync(offer.Key, new HtlcAnswer.Resume(), 1));
        await Assert.ThrowsAsync<ChannelNodeUnavailableException>(() => node.FindHtlcAsync(offer.Key, Cancellation));
    }

    [Fact]
    public async Task Program_KilledAndStartedAgain_GoesOn()
    {
        NodeReply before;
        using (var first = StartProgram(out var endPoint))
        {
            await using var client = new SimulationClient(endPoint);
            await BuildAsync(client);
            await PayAsync(client);
            before = await client.SendAsync(new GetNode("lsp"), Cancellation);
            first.Kill();
            await first.WaitForExitAsync(Cancellation);
        }

        using var second = StartProgram(out var again);
        await using (var client = new SimulationClient(again))
        {
            Assert.Equal(before.NodeId, (await client.SendAsync(new GetNode("lsp"), Cancellation)).NodeId);
            Assert.Single(await client.SendAsync(new ListHtlcs("lsp"), Cancellation));
        }

        second.Kill();
        await second.WaitForExitAsync(Cancellation);
    }

    [Theory]
    [InlineData("""{"is":"SendHtlc","node":"a","channel":"0101010101010101010101010101010101010101010101010101010101010101","amount":5,"expiry":9,"hash":"0202020202020202020202020202020202020202020202020202020202020202","onion":"00ff","records":"","reference":"r"}""")]
    [InlineData("""{"is":"GiveAnswer","stream":3,"desired":{"key":{"node":"a","channel":"0101010101010101010101010101010101010101010101010101010101010101","htlcId":4},"answer":{"is":"Hold","failBackHeight":7,"code":8194},"notAfter":6,"epoch":2}}""")]
    public void Requests_ReadAndWritten_AreTheSameText(string text) =>
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<Request>(text, SimulationJson.Options), SimulationJson.Options));

    private static async Task BuildAsync(SimulationClient client, bool online = true)
    {
        await client.SendAsync(new AddNode("payer", NodeKind.Wallet), Cancellation);
        await client.SendAsync(new AddNode("lsp", NodeKind.CoreLightning), Cancellation);
        await client.SendAsync(new AddNode("payee", NodeKind.Wallet) { Online = online }, Cancellation);
        await client.SendAsync(new OpenChannel("in", "lsp", "payer", Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)), Cancellation);
        await client.SendAsync(new OpenChannel("out", "lsp", "payee", Msat.FromSatoshis(1_000_000), Msat.Zero), Cancellation);
    }

    private static async Task<PaymentHash> PayAsync(SimulationClient client)
    {
        var (into, onward) = (await ChannelAsync("payer"), await ChannelAsync("payee"));
        (await client.SendAsync(new GetNode("lsp"), Cancellation)).NodeId.ToPublicKey(out var lsp);
        onward.Peer.ToPublicKey(out _);
        (await client.SendAsync(new GetNode("payee"), Cancellation)).NodeId.ToPublicKey(out var payee);
        var hash = PaymentHash.Of(new PaymentPreimage(Bytes32.Sha256([1])));
        var amount = Msat.FromSatoshis(1000);
        using var session = PrivateKey.Generate();
        var height = (await client.SendAsync(new GetStatus(), Cancellation)).Height;
        using var part = PaymentRoute.Create(
            [new RouteHop(lsp, onward.ShortChannelId, new NodePolicy()), new RouteHop(payee, null, null)],
            amount, height + 100, hash, new PaymentData(new PaymentSecret(hash.Value), amount), session);
        var reply = await client.SendAsync(new SendHtlc("payer", into.Channel, part.Amount, part.Expiry, hash, part.Onion), Cancellation);
        Assert.Null(reply.Refusal);
        return hash;

        async Task<NodeChannel> ChannelAsync(string node) => Assert.Single(await client.SendAsync(new ListChannels(node), Cancellation));
    }

    private Process StartProgram(out IPEndPoint endPoint)
    {
        var program = Path.ChangeExtension(typeof(SimulationServer).Assembly.Location, null);
        var process = Process.Start(new ProcessStartInfo(program, ["--seed", "7", "--state", StatePath]) { RedirectStandardOutput = true })!;
        using var line = JsonDocument.Parse(process.StandardOutput.ReadLine()!);
        endPoint = new IPEndPoint(IPAddress.Loopback, line.RootElement.GetProperty("port").GetInt32());
        return process;
    }

    /// <summary>A clock whose one timer ticks when it is told to.</summary>
    private sealed class ManualTime : TimeProvider, ITimer
    {
        private Action? _tick;

        internal TimeSpan Period { get; private set; }

        internal void Tick() => _tick!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_tick, Period) = (() => callback(state), period);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
