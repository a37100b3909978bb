using System.Collections.Immutable;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>One decision in the making: what happens is applied at once, and what follows outside is read off the change of state.</summary>
internal sealed class HoldTurn(Hold state, Moment now)
{
    private readonly Hold _before = state;
    private readonly ImmutableArray<IEvent>.Builder _events = ImmutableArray.CreateBuilder<IEvent>();

    internal Hold Hold { get; private set; } = state;

    internal BlockHeight Height { get; } = new(now.Height);

    internal void Happen(IEvent @event)
    {
        _events.Add(@event);
        Hold = HoldHistory.Apply(Hold, @event);
    }

    /// <summary>An event for each part that a condition holds for.</summary>
    internal void HappenToEach(Func<Part, bool> which, Func<PartKey, IEvent> @event)
    {
        foreach (var part in Hold.Parts.Where(which).ToArray()) Happen(@event(part.Key));
    }

    internal Decision Close(IReply? reply)
    {
        if (_events.Count == 0) return new() { Reply = reply };
        var alarm = HoldAlarm.Of(Hold);
        return new()
        {
            Events = _events.ToImmutable(),
            Reply = reply,
            Effects = [.. Answers(), .. WakeUps()],
            Alarm = alarm == HoldAlarm.Of(_before) ? null : alarm,
            Index = [.. Index()],
            View = HoldView.Of(Hold),
        };
    }

    private IEnumerable<IEffect> Answers() =>
        from part in Hold.Parts
        where part.Status is PartStatus.ReleaseDecided or PartStatus.FailDecided && _before.Find(part.Key)?.Status != part.Status
        select new AnswerPart(part.Answer);

    private IEnumerable<IEffect> WakeUps()
    {
        var payer = new SortedSet<WakeUpReason>(_events.SelectMany(happened => Returning.Reasons(Hold, happened)));
        foreach (var reason in payer) yield return new WakeClient(Hold.Id.Client, reason);
        var known = Opening.AwaitedClients(_before);
        foreach (var client in Opening.AwaitedClients(Hold).Except(known)) yield return new WakeClient(new(client.Span), WakeUpReason.PaymentWaiting);
    }

    private IEnumerable<IndexChange> Index()
    {
        if (Hold.Agreement is not { } agreement) yield break;
        var asked = _before.Agreement is null;
        if (asked || Hold.HasEnded != _before.HasEnded)
        {
            foreach (var hash in agreement.Hashes.Hashes)
                yield return new(HeldPaymentActor.PaymentHashIndex, HeldPaymentActor.IndexKey(hash), asked);
        }

        foreach (var part in Hold.Parts)
        {
            if (part.NeedsReports != (_before.Find(part.Key)?.NeedsReports ?? false))
                yield return new(HeldPaymentActor.PartIndex, HeldPaymentActor.PartIndexKey(part.Key), part.NeedsReports);
        }
    }
}
