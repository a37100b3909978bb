using System.Net;
using LightningRod.Simulation.Client;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Director;

/// <summary>The simulated network of a play: payer - LSP_a - LSP_b - payee, or both at LSP_a.</summary>
/// <param name="EndPoint">Where the simulation listens.</param>
/// <param name="Client">A connection with it.</param>
/// <param name="LspA">LSP_a's channel node.</param>
/// <param name="LspB">LSP_b's channel node; LSP_a's when there is one LSP.</param>
/// <param name="PayerChannel">The payer's channel.</param>
/// <param name="MiddleChannel">The channel between the LSPs; null when there is one.</param>
/// <param name="PayeeChannel">The payee's channel.</param>
internal sealed record Topology(
    IPEndPoint EndPoint, SimulationClient Client, NodeReply LspA, NodeReply LspB, ChannelReply PayerChannel, ChannelReply? MiddleChannel, ChannelReply PayeeChannel)
{
    private const ulong ChannelSatoshis = 10_000_000;

    /// <summary>Makes nodes and channels.</summary>
    internal static async Task<Topology> BuildAsync(IPEndPoint endPoint, Identities identities, DemoOptions options, CancellationToken cancel)
    {
        var client = new SimulationClient(endPoint);
        var lspA = await client.SendAsync(new AddNode(Cast.LspA, NodeKind.CoreLightning), cancel);
        var lspB = options.OneLsp ? lspA : await client.SendAsync(new AddNode(Cast.LspB, NodeKind.CoreLightning), cancel);
        foreach (var wallet in new[] { Cast.Payer, Cast.Payee })
            await client.SendAsync(new AddNode(wallet, NodeKind.Wallet) { NodeId = identities.WalletOf(wallet), Online = false }, cancel);
        var all = Msat.FromSatoshis(ChannelSatoshis);
        var payer = await client.SendAsync(new OpenChannel("payer's", Cast.Payer, lspA.Name, all, default), cancel);
        var middle = options.OneLsp
            ? null
            : await client.SendAsync(new OpenChannel("between the LSPs", lspA.Name, lspB.Name, Msat.FromSatoshis(10 * ChannelSatoshis), default) { Announced = true }, cancel);
        var payee = await client.SendAsync(new OpenChannel("payee's", lspB.Name, Cast.Payee, all, default), cancel);
        return new(endPoint, client, lspA, lspB, payer, middle, payee);
    }
}
