using System.Collections.Immutable;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>Who becomes a client.</summary>
public enum Admission
{
    /// <summary>Who holds an unannounced channel with one of the channel nodes, and who is invited.</summary>
    Channels,

    /// <summary>Only who is invited.</summary>
    Invited,

    /// <summary>Everybody, for mail; holds need an unannounced channel all the same.</summary>
    Open,
}

/// <summary>Settings of the client directory.</summary>
public sealed record ClientDirectoryOptions
{
    /// <summary>Who becomes a client. Default: holders of channels.</summary>
    public Admission Admission { get; init; } = Admission.Channels;

    /// <summary>Nodes that are invited, besides those that the operator invites while it runs. Default: none.</summary>
    public ImmutableArray<NodeId> Invited { get; init; } = [];

    /// <summary>What a client may ask to be held, where it has no limits of its own.</summary>
    public HoldLimits Holds { get; init; } = HoldLimits.Default;

    /// <summary>What a mailbox keeps, where the client has no limits of its own.</summary>
    public MailboxLimits Mail { get; init; } = MailboxLimits.Default;

    /// <summary>Rows that are written at one time. Default: 8.</summary>
    public int RowsAtOnce { get; init; } = 8;
}
