using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;

namespace LightningRod.Flows.Messages;

/// <summary>Hands batches of mail to their sessions: effects for <c>session/MEMBER/ID</c>.</summary>
/// <remarks>Done at once: a session's pump takes the batch, and what it does not bring to its end the mailbox hands out again.</remarks>
internal sealed class MailDelivery(Presence presence) : IEffectHandler
{
    /// <summary>The beginning of the destinations.</summary>
    internal const string Prefix = "session";

    public Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        if (effect is not DeliverMail delivery) throw new ArgumentException($"{effect.GetType().Name} is no mail.", nameof(effect));
        // A session that is not here has ended, also that of a member of before: the mailbox learns it now if it did not yet.
        var isHere = presence.HandOver(delivery.Session, delivery.Batch);
        return Task.FromResult<EffectOutcome>(new EffectOutcome.Done(isHere ? null : new CloseSession(delivery.Session)));
    }
}
