using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Actors.HeldPayment;

/// <summary>Asks a client's mailbox to wake the client.</summary>
/// <param name="Client">The client: the payer, or the payee when it is a client too.</param>
/// <param name="Reason">Why.</param>
public sealed record WakeClient(OpaqueKey Client, WakeUpReason Reason) : IActorEffect
{
    /// <inheritdoc/>
    public ActorId Target => MailboxActor.IdOf(Client);

    /// <inheritdoc/>
    public ICommand Command => new RequestWakeUp(Reason);
}
