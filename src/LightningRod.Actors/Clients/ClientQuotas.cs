using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Clients;

/// <summary>Limits of one client that differ from those of all; null is as for all.</summary>
public sealed record ClientQuotas
{
    /// <summary>None that differs.</summary>
    public static ClientQuotas None { get; } = new();

    /// <summary>Most holds at one time.</summary>
    public int? MaxHolds { get; init; }

    /// <summary>Most parts of a hold.</summary>
    public int? MaxParts { get; init; }

    /// <summary>The sum of all that is held.</summary>
    public Msat? MaxHeld { get; init; }

    /// <summary>Most messages in the mailbox.</summary>
    public int? MaxMessages { get; init; }

    /// <summary>Most bytes in the mailbox.</summary>
    public long? MaxMailBytes { get; init; }

    /// <summary>Most devices.</summary>
    public int? MaxDevices { get; init; }

    /// <summary>Whether no limit is below zero.</summary>
    public bool IsSound => !(MaxHolds < 0 || MaxParts < 0 || MaxMessages < 0 || MaxMailBytes < 0 || MaxDevices < 0);
}
