using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>A client as the ways through the house see it.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Nodes">Names of the channel nodes with which it has an unannounced channel: holds are honoured only there.</param>
public sealed record Client(NodeId Id, ValueList<string> Nodes)
{
    /// <summary>What it may ask to be held; the sums that its holds leave are not taken off yet.</summary>
    public HoldLimits Holds { get; init; } = HoldLimits.Default;

    /// <summary>What its mailbox keeps.</summary>
    public MailboxLimits Mail { get; init; } = MailboxLimits.Default;

    /// <summary>Its name for actors.</summary>
    public OpaqueKey Key => KeyOf(Id);

    /// <summary>The name of a node for actors: its 33 bytes.</summary>
    /// <param name="node">The node.</param>
    public static OpaqueKey KeyOf(NodeId node) => new(node.Span);
}
