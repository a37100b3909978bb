using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>The state of a mailbox. All but <see cref="Presence"/> comes of stored events.</summary>
/// <param name="Id">The actor: its client owns the mailbox.</param>
public sealed record MailboxState(ActorId Id)
{
    /// <summary>The messages, oldest first.</summary>
    public ValueList<StoredMail> Mail { get; init; }

    /// <summary>The number of the last message ever stored.</summary>
    public long LastMailId { get; init; }

    /// <summary>The devices.</summary>
    public ValueList<Device> Devices { get; init; }

    /// <summary>Why the client should be woken, one wish for each reason.</summary>
    public ValueList<WakeUpWish> Wishes { get; init; }

    /// <summary>The wake-up whose outcome is not known; null for none.</summary>
    public WakeUpInFlight? InFlight { get; init; }

    /// <summary>The number of the last wake-up ever sent.</summary>
    public long LastWakeUpId { get; init; }

    /// <summary>How many events were stored since the last checkpoint.</summary>
    public int EventsSinceCheckpoint { get; init; }

    /// <summary>Whether the client is there. Soft: not known when the mailbox was just read.</summary>
    public Presence Presence { get; init; } = Presence.Unknown;

    /// <summary>Length of all messages, bytes.</summary>
    public long Bytes => Mail.Sum(static mail => (long)mail.Size);

    /// <summary>A message by its hash, or null.</summary>
    /// <param name="hash">SHA-256 of path key and onion.</param>
    public StoredMail? Find(Bytes32 hash) => Mail.FirstOrDefault(mail => mail.Hash == hash);
}
