using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>A message is kept; it is also a wish to wake the client.</summary>
/// <param name="Mail">The message.</param>
/// <param name="At">When, UTC.</param>
public sealed record MailStored(StoredMail Mail, DateTimeOffset At) : IEvent;

/// <summary>The client has got messages; they are deleted.</summary>
/// <param name="Ids">Their numbers.</param>
public sealed record MailAcknowledged(ValueList<long> Ids) : IEvent;

/// <summary>Messages were too old; they are deleted.</summary>
/// <param name="Ids">Their numbers.</param>
public sealed record MailExpired(ValueList<long> Ids) : IEvent;

/// <summary>A device was registered, or has a new token.</summary>
/// <param name="Device">The device.</param>
public sealed record DeviceRegistered(Device Device) : IEvent;

/// <summary>A device was removed, by the client or because its provider does not know it any more.</summary>
/// <param name="Key">Its key.</param>
public sealed record DeviceRemoved(Bytes32 Key) : IEvent;

/// <summary>Somebody wishes that the client be woken.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record WakeUpWished(WakeUpReason Reason, DateTimeOffset At) : IEvent;

/// <summary>A wish is void: the client was there all the time.</summary>
/// <param name="Reason">The reason.</param>
public sealed record WakeUpWishDropped(WakeUpReason Reason) : IEvent;

/// <summary>A wake-up is on its way; it speaks for all wishes.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Reason">The most urgent reason.</param>
/// <param name="At">When, UTC.</param>
public sealed record WakeUpSent(long Id, WakeUpReason Reason, DateTimeOffset At) : IEvent;

/// <summary>The outcome of a wake-up is known, or it counts as lost.</summary>
/// <param name="Id">Its number.</param>
/// <param name="WasSent">Whether a provider took it.</param>
public sealed record WakeUpEnded(long Id, bool WasSent) : IEvent;

/// <summary>The client came back: wake-ups begin anew.</summary>
/// <param name="At">When, UTC.</param>
public sealed record ClientReturned(DateTimeOffset At) : IEvent;

/// <summary>All of the mailbox that is stored.</summary>
/// <param name="Mail">The messages, oldest first.</param>
/// <param name="LastMailId">The number of the last message ever stored.</param>
/// <param name="Devices">The devices.</param>
/// <param name="Wishes">Why the client should be woken.</param>
/// <param name="InFlight">The wake-up whose outcome is not known.</param>
/// <param name="LastWakeUpId">The number of the last wake-up ever sent.</param>
public sealed record MailboxCheckpoint(
    ValueList<StoredMail> Mail, long LastMailId, ValueList<Device> Devices, ValueList<WakeUpWish> Wishes, WakeUpInFlight? InFlight, long LastWakeUpId)
    : ICheckpoint;

/// <summary>A session began; it takes the place of another in the same place.</summary>
/// <param name="Session">The session.</param>
public sealed record SessionOpened(MailSession Session) : ISoftEvent;

/// <summary>A session ended.</summary>
/// <param name="Session">Its id.</param>
/// <param name="At">When, UTC.</param>
public sealed record SessionClosed(Guid Session, DateTimeOffset At) : ISoftEvent;

/// <summary>It is known now that no session is there.</summary>
public sealed record NobodyFound : ISoftEvent;

/// <summary>A batch was handed to a session.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Batch">The batch.</param>
public sealed record BatchHandedOut(Guid Session, MailBatch Batch) : ISoftEvent;

/// <summary>A session's batch is done with.</summary>
/// <param name="Session">The session's id.</param>
public sealed record BatchTaken(Guid Session) : ISoftEvent;
