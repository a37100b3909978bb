using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Primitives;
using PortReason = LightningRod.Ports.WakeUps.WakeUpReason;
using Reason = LightningRod.Actors.Mailbox.WakeUpReason;

namespace LightningRod.Flows.WakeUps;

/// <summary>Wakes a client on all of its devices: effects for <c>wakeup/CLIENT</c>. What came of it goes back to the mailbox.</summary>
internal sealed class WakeUpDelivery(Calls calls, DeviceVault vault, WakeUpPool pool, WakeUpOptions options, Instruments instruments) : IEffectHandler
{
    /// <summary>The beginning of the destinations.</summary>
    internal const string Prefix = "wakeup";

    public async Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        if (effect is not SendWakeUp wish) throw new ArgumentException($"{effect.GetType().Name} is no wake-up.", nameof(effect));
        if (!NodeId.TryParse(wish.Client.Span, out var client)) return new EffectOutcome.Done(new ReportWakeUp(wish.Id, false, []));
        var timeout = wish.Reason == Reason.ExpirySoon ? await TimeoutAsync(wish.Client, cancel) : null;

        var tries = await Task.WhenAll(wish.Devices.Select(device => TryAsync(context.EffectId.Value, client, device, wish.Reason, timeout, cancel)));
        var wasSent = tries.Any(static one => one.Outcome is WakeUpOutcome.Delivered);
        if (!wasSent && context.Attempt < options.MaxTries && tries.Any(static one => one.Outcome is WakeUpOutcome.RetryAfter))
        {
            var delays = tries.Select(static one => one.Outcome).OfType<WakeUpOutcome.RetryAfter>().Select(static later => later.Delay).ToList();
            // What a provider asks for is a stranger's word, for a webhook.
            var ticks = delays.Contains(null) ? null : delays.Min()?.Ticks;
            return new EffectOutcome.Retry(
                ticks is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked, TimeSpan.TicksPerSecond, options.LongestDelay.Ticks)) : null);
        }

        if (tries.Any(static one => one.Outcome is WakeUpOutcome.Delivered && one.Device.Provider != Links.Provider))
            calls.Step(new(StepNames.ClientWoken) { Client = client, Detail = Instruments.Word(wish.Reason) });
        return new EffectOutcome.Done(new ReportWakeUp(
            wish.Id, wasSent, [.. tries.Where(static one => one.Outcome is WakeUpOutcome.TokenGone).Select(static one => one.Device.Key)]));
    }

    private async Task<(Device Device, WakeUpOutcome? Outcome)> TryAsync(
        Guid id, NodeId client, Device device, Reason reason, BlockHeight? timeout, CancellationToken cancel)
    {
        if (vault.Open(client, device) is not { } token)
        {
            // Not forgotten: it is rather the install secret that is wrong.
            instruments.WakeUpTried(pool.Has(device.Provider) ? device.Provider : "other", "unreadable");
            return (device, null);
        }

        return (device, await pool.SendAsync(new(id, client, token, Of(reason), timeout), cancel));
    }

    /// <summary>The height at which the first of the payer's HTLCs expires; null when it can not be told now.</summary>
    private async Task<BlockHeight?> TimeoutAsync(OpaqueKey client, CancellationToken cancel)
    {
        uint? first = null;
        try
        {
            await foreach (var (_, view) in calls.Journal.ReadViewsAsync(HeldPaymentActor.KindName, client, includeOver: false, cancel))
            {
                if (HoldRow.Of(view).ReturnBefore is { } height && !(first <= height)) first = height;
            }
        }
        catch (JournalUnavailableException)
        {
            return null;
        }

        return first is { } found ? new BlockHeight(found) : null;
    }

    private static PortReason Of(Reason reason) => reason switch
    {
        Reason.PaymentWaiting => PortReason.PaymentIncoming,
        Reason.ReturnWaiting => PortReason.ReturnWaiting,
        Reason.PreimageWaiting => PortReason.PreimageWaiting,
        Reason.ExpirySoon => PortReason.ExpirySoon,
        _ => PortReason.MessageWaiting,
    };
}
