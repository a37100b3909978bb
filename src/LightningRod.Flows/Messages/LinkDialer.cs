using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Messages;
using LightningRod.Ports.WakeUps;

namespace LightningRod.Flows.Messages;

/// <summary>Wakes other relays: dials them. What is kept for them goes out over the session.</summary>
internal sealed class LinkDialer(Calls calls, Func<IMessageCarrier?> carrier, Presence presence, Links links, Instruments instruments)
    : IWakeUpProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Kind => Links.Provider;

    /// <inheritdoc/>
    public async Task<WakeUpOutcome> SendAsync(WakeUp wakeUp, CancellationToken cancellationToken = default)
    {
        if (wakeUp.Device.Provider != Kind) throw new ArgumentException("The device is no link.", nameof(wakeUp));
        if (carrier() is not { } relay) return new WakeUpOutcome.RetryAfter(null, "the relay does not run");
        var addresses = LinkAddresses.Parse(wakeUp.Device.Value);
        if (addresses.Count == 0) return new WakeUpOutcome.TokenGone();

        // Before the dial: the new session is told to the mailbox only if the node counts as a link by then.
        links.Recall(wakeUp.Client);
        using var patience = new CancellationTokenSource(Patience, calls.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        DialOutcome dialled;
        try
        {
            dialled = await relay.DialAsync(wakeUp.Client, addresses, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            dialled = DialOutcome.Unreachable;
        }

        instruments.LinkDialled(Instruments.Word(dialled));
        switch (dialled)
        {
            case DialOutcome.Connected:
                // It may have been connected before without counting as a link.
                await presence.TellAsync(wakeUp.Client, cancellationToken);
                return new WakeUpOutcome.Delivered();
            case DialOutcome.Unreachable:
                return new WakeUpOutcome.RetryAfter(null, "no address answered");
            case DialOutcome.Forbidden:
                return new WakeUpOutcome.TokenGone();
            default:
                return new WakeUpOutcome.Refused("the relay does not dial");
        }
    }
}
