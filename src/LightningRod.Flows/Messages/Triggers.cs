using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Fabric;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;

namespace LightningRod.Flows.Messages;

/// <summary>Shows secrets to the holds that they may open.</summary>
internal sealed class Triggers(Calls calls, Instruments instruments)
{
    private const string NoClient = "no_client";
    private const string Unavailable = "unavailable";

    /// <summary>Ends when the hold has decided. The secret goes nowhere else: not into logs, traces or steps.</summary>
    internal async Task ShowAsync(Trigger trigger, CancellationToken cancel)
    {
        // A hold is known by client and hash, so a secret of nobody's reaches no actor that has a state, and none of a stranger's choice is loaded.
        if (!calls.MayHaveHolds(trigger.Payer))
        {
            instruments.TriggerShown(NoClient);
            return;
        }

        var asked = await calls.AskAsync(HeldPaymentActor.IdOf(trigger.Payer, trigger.Secret.Hash()), new ShowPaymentId(trigger.Secret), cancel);
        var outcome = asked is AskResult.Replied { Reply: TriggerAnswered answered } ? answered.Outcome : (TriggerOutcome?)null;
        var word = outcome is { } known ? Instruments.Word(known) : Unavailable;
        instruments.TriggerShown(word);
        calls.Step(outcome == TriggerOutcome.Obeyed
            ? new(StepNames.TriggerObeyed) { Client = trigger.Payer }
            : new(StepNames.TriggerIgnored) { Client = trigger.Payer, Detail = word });
    }
}
