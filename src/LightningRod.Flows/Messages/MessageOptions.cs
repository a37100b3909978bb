using LightningRod.Actors.Mailbox;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>Bounds of the ways of messages.</summary>
public sealed record MessageOptions
{
    /// <summary>Most layers in a row of one message that are for this relay; one more and it is dropped. Default 4.</summary>
    public int MaxLayers { get; init; } = 4;

    /// <summary>Messages of one carrier in work at a time; the carrier's queue holds the rest. Default 256.</summary>
    public int MaxInWork { get; init; } = 256;

    /// <summary>Messages for one next node in work at a time; one more is dropped. Default 32.</summary>
    public int MaxInWorkPerNode { get; init; } = 32;

    /// <summary>First delay after a failure of an actor, the journal or a session's buffer; doubles. Default 0.1 seconds.</summary>
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest such delay. Default 10 seconds.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an actor is asked for one message before the message is given up. Default 4.</summary>
    public int AskAttempts { get; init; } = 4;

    /// <summary>Links to other relays.</summary>
    public LinkOptions Links { get; init; } = new();
}

/// <summary>Bounds of what is kept for other relays.</summary>
public sealed record LinkOptions
{
    /// <summary>Relays whose addresses the operator gives; what a stranger says of them does not count. Default: none.</summary>
    public IReadOnlyDictionary<NodeId, ValueList<NetworkAddress>> KnownPeers { get; init; } = new Dictionary<NodeId, ValueList<NetworkAddress>>();

    /// <summary>Most relays for which messages are kept at a time. Default 1024.</summary>
    public int MaxLinks { get; init; } = 1024;

    /// <summary>Most relays for which messages of one client are kept at a time. Default 16.</summary>
    public int MaxLinksPerClient { get; init; } = 16;

    /// <summary>What is kept for one relay. Default: 256 messages, 2 MiB, 14 days, 8 sets of addresses of 4096 bytes each.</summary>
    public MailboxLimits Mail { get; init; } = new() { MaxMessages = 256, MaxBytes = 2L * 1024 * 1024, MaxDevices = 8, MaxTokenBytes = 4096 };
}
