using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.Mailbox;

/// <summary>Keeps a message for the client. Answered by <see cref="MailAnswered"/>.</summary>
/// <param name="Message">The message: peeled, ready for the client; or as a channel node got it.</param>
/// <param name="OnlyAt">The channel node that got it and alone can pass it on; null for a message that is peeled.</param>
/// <param name="Limits">How much the client's mailbox keeps.</param>
public sealed record StoreMessage(OnionMessage Message, string? OnlyAt, MailboxLimits Limits) : ICommand;

/// <summary>A session began, or is told again to an owner that may not know of it. Answered by <see cref="SessionAnswered"/>.</summary>
/// <param name="Session">The session; its batch does not count, <see cref="MailSession.LastBatch"/> does.</param>
public sealed record OpenSession(MailSession Session) : ICommand;

/// <summary>A session ended. No answer.</summary>
/// <param name="Session">Its id.</param>
public sealed record CloseSession(Guid Session) : ICommand;

/// <summary>No member has a session of the client: the answer to presence that is not known. No answer; changes nothing that is known.</summary>
public sealed record NobodyThere : ICommand;

/// <summary>The client was seen elsewhere, for example its channel at a node is active again: no more wake-ups for what was. No answer.</summary>
public sealed record SeeClient : ICommand;

/// <summary>The client has got a batch. Answered by <see cref="SessionAnswered"/>.</summary>
/// <param name="Session">The session over which it went.</param>
/// <param name="Batch">The batch's number.</param>
public sealed record AcknowledgeMail(Guid Session, int Batch) : ICommand;

/// <summary>Registers a device, or renews its token. Answered by <see cref="DeviceAnswered"/>.</summary>
/// <param name="Device">The device.</param>
/// <param name="Limits">How many the client may have.</param>
public sealed record RegisterDevice(Device Device, MailboxLimits Limits) : ICommand;

/// <summary>Removes a device. Answered by <see cref="DeviceAnswered"/>.</summary>
/// <param name="Key">Its key.</param>
public sealed record RemoveDevice(Bytes32 Key) : ICommand;

/// <summary>Wishes that the client be woken. No answer.</summary>
/// <param name="Reason">Why.</param>
public sealed record RequestWakeUp(WakeUpReason Reason) : ICommand;

/// <summary>What came of a wake-up, as far as the providers know. No answer.</summary>
/// <param name="Id">The wake-up's number.</param>
/// <param name="WasSent">Whether a provider took it for at least one device.</param>
/// <param name="InvalidDevices">Keys of devices that will never be reached again.</param>
public sealed record ReportWakeUp(long Id, bool WasSent, ValueList<Bytes32> InvalidDevices) : ICommand;
