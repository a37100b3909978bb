using System.Text.Json.Serialization;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Invoices;

/// <summary>Invoices that are paid all or none. Stored as one, so that the decision to claim is one. Hexadecimal digits and msat.</summary>
internal sealed record StoredBill
{
    public required IReadOnlyList<StoredInvoice> Invoices { get; init; }

    public required ulong ExpiresAt { get; init; }

    public BillState State { get; init; }

    /// <summary>For an invoice that answered a request: which offer, SHA-256 of the request, and the invoice's bytes.</summary>
    public string? Offer { get; init; }

    public string? Request { get; init; }

    public string? Answer { get; init; }

    [JsonIgnore]
    public string Id => Invoices[0].Hash;

    internal bool IsOpen(ulong now) => State == BillState.Open && now <= ExpiresAt;

    internal BillView View(ulong now) => new(
        Invoices[0].PaymentHash, State, [.. Invoices.Select(invoice => invoice.PaymentHash)],
        new Msat(Invoices.SelectMany(invoice => invoice.Claimed).Aggregate(0ul, (sum, htlc) => sum + htlc.Amount)),
        State == BillState.Open && now > ExpiresAt);
}

/// <summary>An own invoice.</summary>
internal sealed record StoredInvoice(string Hash, string Preimage)
{
    /// <summary>The payment secret of BOLT 11, or the path id of the blinded path that BOLT 12 has in its place.</summary>
    public required string Secret { get; init; }

    public bool IsBlinded { get; init; }

    public ulong? Amount { get; init; }

    public uint MinFinalDelta { get; init; }

    /// <summary>The HTLCs that were there when it was decided to claim.</summary>
    public IReadOnlyList<StoredHtlc> Claimed { get; init; } = [];

    [JsonIgnore]
    public PaymentHash PaymentHash => new(Bytes32.FromHex(Hash));

    [JsonIgnore]
    public PaymentPreimage PaymentPreimage => new(Bytes32.FromHex(Preimage));
}

/// <summary>An HTLC that was claimed.</summary>
internal sealed record StoredHtlc(string Channel, ulong Id, ulong Amount)
{
    [JsonIgnore]
    public HtlcName Name => new(new ChannelId(Bytes32.FromHex(Channel)), Id);
}

/// <summary>An own offer: the key that signs its invoices, and the path id by which its requests are known.</summary>
internal sealed record StoredOffer(string Offer, string Key, string PathId);

/// <summary>A message to a payer that is repeated, or sent until the relay has it.</summary>
/// <param name="Bills">The bills that it is for.</param>
/// <param name="Hashes">The payment hashes that it names; empty for an invoice.</param>
/// <param name="Message">The onion message from the own relay on.</param>
/// <param name="Direct">The same from the first node of the way back on, for who dials it.</param>
/// <param name="Node">That node.</param>
/// <param name="Addresses">Where it can be dialled.</param>
/// <param name="At">When the payer asked, unix seconds, UTC.</param>
internal sealed record StoredAnswer(
    IReadOnlyList<string> Bills, IReadOnlyList<string> Hashes, string Message, string Direct, string Node, IReadOnlyList<string> Addresses, ulong At)
{
    [JsonIgnore]
    public bool IsInvoice => Hashes.Count == 0;

    [JsonIgnore]
    public IEnumerable<NetworkAddress> Places => Addresses.Select(address => NetworkAddress.Parse(address).Value);
}
