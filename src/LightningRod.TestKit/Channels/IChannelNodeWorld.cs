using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Channels;

/// <summary>What the contract suite needs of a world around a channel node: payer - node - payee, and a chain.</summary>
public interface IChannelNodeWorld : IAsyncDisposable
{
    /// <summary>A connection with the node.</summary>
    Task<IChannelNode> ConnectAsync();

    /// <summary>The payer sends a payment through the node.</summary>
    Task<ContractPayment> PayAsync();

    /// <summary>Whether the HTLC is at the payee.</summary>
    /// <param name="payment">The payment.</param>
    Task<bool> HasArrivedAsync(ContractPayment payment);

    /// <summary>The payee claims.</summary>
    /// <param name="payment">The payment.</param>
    Task ClaimAsync(ContractPayment payment);

    /// <summary>The payer, or the payee, comes or goes.</summary>
    /// <param name="payer">The payer, else the payee.</param>
    /// <param name="online">Whether it is there.</param>
    Task SetOnlineAsync(bool payer, bool online);

    /// <summary>Blocks are found.</summary>
    /// <param name="blocks">How many.</param>
    Task MineAsync(uint blocks);

    /// <summary>The payer's channel goes on chain.</summary>
    Task ForceCloseAsync();
}

/// <summary>A payment of the suite.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Preimage">Its preimage.</param>
/// <param name="Expiry">Expiry height of the node's incoming HTLC.</param>
public sealed record ContractPayment(PaymentHash Hash, PaymentPreimage Preimage, BlockHeight Expiry);
