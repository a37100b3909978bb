using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.Mailbox;

/// <summary>What became of a message.</summary>
public enum MailOutcome
{
    /// <summary>It is kept.</summary>
    Stored,

    /// <summary>It was kept before: equal messages are one.</summary>
    Duplicate,

    /// <summary>Refused: it is larger than a message may be.</summary>
    TooLarge,

    /// <summary>Refused: the mailbox has as many messages as it may have.</summary>
    TooManyMessages,

    /// <summary>Refused: the mailbox has not enough bytes left.</summary>
    TooManyBytes,
}

/// <summary>The answer to <see cref="StoreMessage"/>.</summary>
/// <param name="Outcome">What became of the message.</param>
/// <param name="AsksPresence">
/// Whether the mailbox does not know if the client is there; to be told by <see cref="OpenSession"/> or <see cref="NobodyThere"/>.
/// </param>
public sealed record MailAnswered(MailOutcome Outcome, bool AsksPresence) : IReply;

/// <summary>The answer to <see cref="OpenSession"/> and <see cref="AcknowledgeMail"/>.</summary>
/// <param name="Batch">What the session is to send now; null for nothing.</param>
/// <param name="Replaced">The session whose place it took and that is to be closed; null for none.</param>
/// <param name="IsCurrent">Whether the session counts. When not, another took its place, or the mailbox was read again and has to be told.</param>
public sealed record SessionAnswered(MailBatch? Batch, MailSession? Replaced, bool IsCurrent) : IReply;

/// <summary>What became of a device.</summary>
public enum DeviceOutcome
{
    /// <summary>It is as was asked.</summary>
    Done,

    /// <summary>Refused: the client has as many devices as it may have.</summary>
    TooManyDevices,

    /// <summary>Refused: no token, one that is too long, or a provider without or with too long a name.</summary>
    Malformed,

    /// <summary>There is no such device to remove.</summary>
    UnknownDevice,
}

/// <summary>The answer to <see cref="RegisterDevice"/> and <see cref="RemoveDevice"/>.</summary>
/// <param name="Outcome">What became of the device.</param>
public sealed record DeviceAnswered(DeviceOutcome Outcome) : IReply;
