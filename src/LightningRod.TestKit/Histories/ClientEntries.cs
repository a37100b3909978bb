using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Histories;

/// <summary>A payer was told that its hold is accepted.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Payer">The payer.</param>
/// <param name="Hashes">The payment hashes.</param>
public sealed record HoldAccepted(ActorId Hold, NodeId Payer, ValueList<PaymentHash> Hashes) : HistoryEntry
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"hold {Hold.Key} accepted for {string.Join(", ", Hashes.Select(static hash => hash.ToString()[..8]))}";
}

/// <summary>Somebody shows the secret that opens a hold; said before it is sent.</summary>
/// <param name="Hold">The hold.</param>
public sealed record TriggerShown(ActorId Hold) : HistoryEntry
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"hold {Hold.Key} trigger shown";
}

/// <summary>A hold as the lists show it.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="IsOver">Whether nothing will happen to it any more.</param>
public sealed record HoldListed(ActorId Hold, bool IsOver) : HistoryEntry
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"hold {Hold.Key} listed as {(IsOver ? "over" : "not over")}";
}

/// <summary>A client was woken.</summary>
/// <param name="Client">The client.</param>
/// <param name="Reason">Why.</param>
public sealed record WakeUpSeen(NodeId Client, string Reason) : HistoryEntry
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Client.ToString().AsSpan(0, 8)} woken: {Reason}";
}

/// <summary>A message that a client sent to another one; a sender numbers those to one receiver, and sends one after the other is taken.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Number">Its number.</param>
public abstract record MessageEntry(NodeId From, NodeId To, int Number) : HistoryEntry
{
    private protected string Name => $"message {Number} from {From.ToString().AsSpan(0, 8)} to {To.ToString().AsSpan(0, 8)}";
}

/// <summary>The sender was told that the message is taken.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Number">Its number.</param>
public sealed record MessageTaken(NodeId From, NodeId To, int Number) : MessageEntry(From, To, Number)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Name} taken";
}

/// <summary>The receiver got the message, for the first time or again.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Number">Its number.</param>
public sealed record MessageGot(NodeId From, NodeId To, int Number) : MessageEntry(From, To, Number)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Name} got";
}
