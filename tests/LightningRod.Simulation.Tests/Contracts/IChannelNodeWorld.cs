using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Contracts;

/// <summary>What the contract suite needs of a world around a channel node: payer - node - payee, and a chain.</summary>
public interface IChannelNodeWorld : IAsyncDisposable
{
    /// <summary>A connection with the node.</summary>
    Task<IChannelNode> ConnectAsync();

    /// <summary>The payer sends a payment through the node.</summary>
    Task<ContractPayment> PayAsync();

    /// <summary>Whether the HTLC is at the payee.</summary>
    Task<bool> HasArrivedAsync(ContractPayment payment);

    /// <summary>The payee claims.</summary>
    Task ClaimAsync(ContractPayment payment);

    /// <summary>The payer, or the payee, comes or goes.</summary>
    Task SetOnlineAsync(bool payer, bool online);

    /// <summary>Blocks are found.</summary>
    Task MineAsync(uint blocks);

    /// <summary>The payer's channel goes on chain.</summary>
    Task ForceCloseAsync();
}

/// <summary>A payment of the suite.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Preimage">Its preimage.</param>
/// <param name="Expiry">Expiry height of the node's incoming HTLC.</param>
public sealed record ContractPayment(PaymentHash Hash, PaymentPreimage Preimage, BlockHeight Expiry);
