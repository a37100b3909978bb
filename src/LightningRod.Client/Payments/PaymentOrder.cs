using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Payments;

/// <summary>What a user wants to have paid while the payee sleeps.</summary>
public sealed record PaymentOrder
{
    private PaymentOrder()
    {
    }

    /// <summary>Invoices of one payee, 1 to 128: all are opened by one payment id. Empty when there is an offer.</summary>
    public ValueList<Bolt11Invoice> Invoices { get; private init; }

    /// <summary>The offer for which an invoice is asked first; null when there are invoices.</summary>
    public Offer? Offer { get; private init; }

    /// <summary>What the payee is to get, for an invoice or an offer that leaves it to the payer; else null.</summary>
    public Msat? Amount { get; init; }

    /// <summary>In how many HTLCs each payment hash is paid, at most 32; more than one only where the invoice allows it.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>The hold window, blocks; null for as long as is possible, up to <see cref="ClientOptions.Window"/>.</summary>
    public uint? Window { get; init; }

    /// <summary>A note for the payee, at most 512 bytes of UTF-8.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the payee gets the payment id itself and makes the way back (docs/protocol.md, 6.7). It then knows who the payer
    /// is.</summary>
    public bool Literal { get; init; }

    /// <summary>
    /// Whether the payee is told before the HTLCs are sent. It may then open the hold early, and the HTLCs go on as they come: for a payer that stays
    /// online for a while. The payment may not go offline before all its parts are sent.
    /// </summary>
    public bool TellsFirst { get; init; }

    /// <summary>Nodes that can reach the payee. Empty for those that invoice or offer name: the last nodes of the hints, or the paths.</summary>
    public ValueList<PayeeContact> Contacts { get; init; }

    /// <summary>Pays invoices of one payee.</summary>
    /// <param name="invoices">1 to 128 invoices with different payment hashes.</param>
    public static PaymentOrder For(params ReadOnlySpan<Bolt11Invoice> invoices) => new() { Invoices = ValueList.Create(invoices) };

    /// <summary>Asks for an invoice of an offer and pays it.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="amount">What the payee is to get; null for the offer's price.</param>
    public static PaymentOrder For(Offer offer, Msat? amount = null) => new() { Offer = offer, Amount = amount };
}

/// <summary>A node that can reach the payee: its channel node, or the relay of its LSP.</summary>
/// <param name="Node">The node.</param>
/// <param name="Addresses">Where it can be dialled, for the own relay; empty when that knows it.</param>
public sealed record PayeeContact(NodeId Node, ValueList<NetworkAddress> Addresses = default);
