using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Mailbox;

/// <summary>Hands a batch to a session. Done as soon as the session has it or is gone; bodies that are not there any more are left out.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Member">The member that has the session.</param>
/// <param name="Batch">The batch.</param>
public sealed record DeliverMail(Guid Session, string Member, MailBatch Batch) : IEffect
{
    /// <summary><c>session/</c>, the member and the session's id.</summary>
    public string Destination => $"session/{Member}/{Session:n}";
}

/// <summary>Wakes the client on all of its devices. What came of it comes back as <see cref="ReportWakeUp"/>.</summary>
/// <param name="Client">The client.</param>
/// <param name="Id">The wake-up's number in the mailbox.</param>
/// <param name="Reason">The most urgent reason.</param>
/// <param name="Devices">The devices.</param>
public sealed record SendWakeUp(OpaqueKey Client, long Id, WakeUpReason Reason, ValueList<Device> Devices) : IEffect
{
    /// <summary><c>wakeup/</c> and the client.</summary>
    public string Destination => $"wakeup/{Client}";
}
