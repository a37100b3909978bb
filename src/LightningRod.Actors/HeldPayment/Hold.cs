using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The state of a held payment.</summary>
/// <param name="Id">The actor: its client is the payer, its key SHA256(pid).</param>
public sealed record Hold(ActorId Id)
{
    /// <summary>Where it stands.</summary>
    public HoldStatus Status { get; init; }

    /// <summary>The accepted terms; null as long as nobody asked.</summary>
    public HoldAgreement? Agreement { get; init; }

    /// <summary>Its parts in the order in which they came, refused ones included.</summary>
    public ValueList<Part> Parts { get; init; }

    /// <summary>Whether the first release was decided: from then on parts go one by one.</summary>
    public bool IsUnderway { get; init; }

    /// <summary>Whether no part is pending any more and the index entries are gone.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether nothing will happen any more.</summary>
    public bool IsClosed { get; init; }

    /// <summary>SHA256(pid): the hold's name. Zero when the actor's key is none, so that nothing opens it.</summary>
    public Bytes32 PaymentIdHash => Id.Key.Span.Length == Bytes32.Size ? new(Id.Key.Span) : default;

    /// <summary>Whether a trigger was obeyed and the hold has not ended.</summary>
    public bool GateIsOpen => Status is HoldStatus.Armed or HoldStatus.Open;

    /// <summary>Whether the hold waits for its trigger or its first part, so that it can expire or be cancelled.</summary>
    public bool Waits => Status is HoldStatus.Requested or HoldStatus.Armed or HoldStatus.Holding;

    /// <summary>The sum of the parts that are held back now.</summary>
    public Msat Held => Sum(static part => part.Status == PartStatus.Held);

    /// <summary>A part by its name, or null.</summary>
    /// <param name="key">The name.</param>
    public Part? Find(PartKey key)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].Key == key) return Parts[i];
        }

        return null;
    }

    /// <summary>The sum of some parts; what is beyond 64 bits counts as the most there can be.</summary>
    /// <param name="which">Which parts.</param>
    internal Msat Sum(Func<Part, bool> which)
    {
        var sum = 0UL;
        foreach (var part in Parts)
        {
            if (which(part)) sum = part.Htlc.Amount.Value > ulong.MaxValue - sum ? ulong.MaxValue : sum + part.Htlc.Amount.Value;
        }

        return new(sum);
    }
}
