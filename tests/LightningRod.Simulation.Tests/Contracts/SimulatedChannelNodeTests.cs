using LightningRod.Ports.Channels;
using LightningRod.Simulation.Client;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Simulation.Server;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Contracts;

public sealed class SimulatedLndTests : ChannelNodeContract
{
    protected override async Task<IChannelNodeWorld> CreateAsync() => await SimulatedWorld.CreateAsync(NodeKind.Lnd);
}

public sealed class SimulatedCoreLightningTests : ChannelNodeContract
{
    protected override async Task<IChannelNodeWorld> CreateAsync() => await SimulatedWorld.CreateAsync(NodeKind.CoreLightning);
}

internal sealed class SimulatedWorld : IChannelNodeWorld
{
    private readonly SimulationServer _server;
    private readonly SimulationClient _client;
    private PublicKey _lsp, _payee;
    private ChannelReply _in = null!, _out = null!;
    private byte _payments;

    private SimulatedWorld(SimulationServer server) => (_server, _client) = (server, new SimulationClient(server.EndPoint));

    internal static async Task<SimulatedWorld> CreateAsync(NodeKind kind)
    {
        var world = new SimulatedWorld(SimulationServer.Start(0, 1));
        await world._client.SendAsync(new AddNode("payer", NodeKind.Wallet));
        (await world._client.SendAsync(new AddNode("lsp", kind))).NodeId.ToPublicKey(out world._lsp);
        (await world._client.SendAsync(new AddNode("payee", NodeKind.Wallet))).NodeId.ToPublicKey(out world._payee);
        world._in = await world._client.SendAsync(new OpenChannel("in", "lsp", "payer", Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)));
        world._out = await world._client.SendAsync(new OpenChannel("out", "lsp", "payee", Msat.FromSatoshis(1_000_000), Msat.Zero));
        return world;
    }

    public async Task<IChannelNode> ConnectAsync() => await SimulatedChannelNode.ConnectAsync(_server.EndPoint, "lsp");

    public async Task<ContractPayment> PayAsync()
    {
        var preimage = new PaymentPreimage(Bytes32.Sha256([++_payments]));
        var hash = PaymentHash.Of(preimage);
        using var session = PrivateKey.Generate();
        var height = (await _client.SendAsync(new GetStatus())).Height;
        var amount = Msat.FromSatoshis(1000);
        using var part = PaymentRoute.Create(
            [new RouteHop(_lsp, _out.Scid, new NodePolicy()), new RouteHop(_payee, null, null)],
            amount, height + 100, hash, new PaymentData(new PaymentSecret(hash.Value), amount), session);
        var reply = await _client.SendAsync(new SendHtlc("payer", _in.Channel, part.Amount, part.Expiry, hash, part.Onion));
        Assert.Null(reply.Refusal);
        return new(hash, preimage, part.Expiry);
    }

    public async Task<bool> HasArrivedAsync(ContractPayment payment) => (await RowsAsync(payment)).Count > 0;

    public async Task ClaimAsync(ContractPayment payment)
    {
        var row = Assert.Single(await RowsAsync(payment));
        await _client.SendAsync(new ClaimHtlc("payee", row.Channel, row.HtlcId, payment.Preimage));
    }

    public Task SetOnlineAsync(bool payer, bool online) => _client.SendAsync(new SetOnline(payer ? "payer" : "payee", online));

    public Task MineAsync(uint blocks) => _client.SendAsync(new Mine(blocks));

    public Task ForceCloseAsync() => _client.SendAsync(new ForceClose("payer", _in.Channel));

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private Task<IReadOnlyList<HtlcRow>> RowsAsync(ContractPayment payment) => _client.SendAsync(new ListHtlcs("payee", payment.Hash));
}
