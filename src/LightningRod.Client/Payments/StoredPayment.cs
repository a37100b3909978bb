using System.Text.Json.Serialization;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Payments;

/// <summary>All that a payer must not forget of a payment. As it is stored: ids and bytes as hexadecimal digits, amounts in msat.</summary>
internal sealed record StoredPayment
{
    public required string Pid { get; init; }

    public required PaymentStage Stage { get; init; }

    /// <summary>One path id for each path that the payer makes: its answer is known by it.</summary>
    public required string AckPathId { get; init; }

    public required string CancelPathId { get; init; }

    public required string ReadyPathId { get; init; }

    public required string InvoicePathId { get; init; }

    public required StoredOrder Order { get; init; }

    /// <summary>The invoice request, and the one invoice that answered it.</summary>
    public string? InvoiceRequest { get; init; }

    public string? Invoice { get; init; }

    /// <summary>Whether the relay has taken the invoice request.</summary>
    public bool InvoiceAsked { get; init; }

    public IReadOnlyList<StoredPart> Parts { get; init; } = [];

    public IReadOnlyList<string> Hashes { get; init; } = [];

    public ulong Amount { get; init; }

    public uint Window { get; init; }

    /// <summary>The hold's expiry height as asked for, and as accepted.</summary>
    public uint HoldExpiry { get; init; }

    public uint? AcceptedExpiry { get; init; }

    /// <summary>The onion messages for the payee, one for each way to it; the same bytes each time, so that mailboxes keep one copy.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public string? Failure { get; init; }

    [JsonIgnore]
    public PaymentId PaymentId => new(Bytes32.FromHex(Pid));

    [JsonIgnore]
    public Bytes32 Id => PaymentId.Hash();

    [JsonIgnore]
    public bool IsOver => Stage is PaymentStage.Done or PaymentStage.Failed;

    [JsonIgnore]
    public bool MayGoOffline => Stage switch
    {
        PaymentStage.AskingInvoice => InvoiceAsked,
        PaymentStage.Waiting or PaymentStage.Returning or PaymentStage.Done or PaymentStage.Failed => true,
        _ => false,
    };

    internal HoldRequest ToHoldRequest() => new(
        Id, PaymentHashList.Of(Hashes.Select(hash => new PaymentHash(Bytes32.FromHex(hash)))), new BlockHeight(HoldExpiry),
        new Msat(Parts.Aggregate(0ul, (sum, part) => checked(sum + part.Amount))));

    internal BlockHeight LowestExpiry => new(Parts.Min(part => part.Expiry));

    internal StoredPayment WithPart(string reference, Func<StoredPart, StoredPart> change) =>
        this with { Parts = [.. Parts.Select(part => part.Reference == reference ? change(part) : part)] };

    internal PaymentView View() => new(Id, Stage, [.. Hashes.Select(hash => new PaymentHash(Bytes32.FromHex(hash)))], new Msat(Amount))
    {
        Sent = new Msat(Parts.Aggregate(0ul, (sum, part) => sum + part.Amount)),
        HoldExpiry = new BlockHeight(AcceptedExpiry ?? HoldExpiry),
        Window = Window,
        Parts = Parts.Count,
        PartsSettled = Parts.Count(part => part.State == PartState.Settled),
        PartsFailed = Parts.Count(part => part.State == PartState.Failed),
        HashesPaid = PaidHashes,
        Failure = Failure,
        MayGoOffline = MayGoOffline,
    };

    internal int PaidHashes => Parts.Where(part => part.State == PartState.Settled).Select(part => part.Hash).Distinct().Count();
}

/// <summary>What was ordered.</summary>
internal sealed record StoredOrder
{
    public IReadOnlyList<string> Invoices { get; init; } = [];

    public string? Offer { get; init; }

    public ulong? Amount { get; init; }

    public int Parts { get; init; } = 1;

    public uint? Window { get; init; }

    public string? Note { get; init; }

    public bool Literal { get; init; }

    public bool TellsFirst { get; init; }

    public IReadOnlyList<StoredContact> Contacts { get; init; } = [];
}

/// <summary>A node that can reach the payee.</summary>
internal sealed record StoredContact(string Node, IReadOnlyList<string> Addresses);

/// <summary>How far a part has come.</summary>
internal enum PartState
{
    /// <summary>Made; it may have been given to the wallet or not.</summary>
    Made,

    /// <summary>Committed.</summary>
    Sent,

    /// <summary>The payee has it.</summary>
    Settled,

    /// <summary>It came back, or was never sent.</summary>
    Failed,
}

/// <summary>A part with the onion and the secrets that open its failure.</summary>
internal sealed record StoredPart(string Reference, string Peer, string Hash, ulong Amount, uint Expiry, string Onion, IReadOnlyList<string> Secrets)
{
    public PartState State { get; init; }

    public string? Preimage { get; init; }

    [JsonIgnore]
    public bool IsOver => State is PartState.Settled or PartState.Failed;

    [JsonIgnore]
    public PaymentHash PaymentHash => new(Bytes32.FromHex(Hash));

    internal Wallet.PartToSend ToSend() => new(
        Reference, NodeId.FromHex(Peer), PaymentHash, new Msat(Amount), new BlockHeight(Expiry), ByteString.Own(Convert.FromHexString(Onion)));
}
