using LightningRod.Actors.HeldPayment;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>Fails by itself what nobody decided about in time: storage that fails, an actor set aside, a decision that was not delivered.</summary>
internal sealed class HeightWatch(ConnectedNode node, HtlcReports reports, Answering answering)
{
    private readonly Nudge _look = new();

    /// <summary>The height has changed.</summary>
    internal void Look() => _look.Give();

    internal async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _look.WaitAsync(stop);
            // The actors hear of the height at the same moment and decide first, when they can.
            await Task.Delay(node.Options.DecisionGrace, node.Flow.Time, stop);
            for (var failures = 0; !await FailDueAsync(stop);) await node.Retry.WaitAsync(++failures, stop);
        }
    }

    private async Task<bool> FailDueAsync(CancellationToken stop)
    {
        var height = node.Height;
        var isDone = true;
        foreach (var overdue in node.Offers.Where(offer => LastHeight(offer) <= height))
        {
            var brought = await answering.FailOverdueAsync(overdue, stop);
            var key = overdue.Offer.Key;
            if (brought.Report is { } report) node.Work.Post(key, cancel => reports.BringAsync(key, report, cancel));
            isDone &= brought.IsDone;
        }

        return isDone;
    }

    /// <summary>The height at which an offer is failed: as its hold said; as long as no hold said anything, when it could not go on.</summary>
    private BlockHeight LastHeight(OpenOffer open)
    {
        if (open.FailBackHeight is { } said) return said;
        var onward = open.Offer.OutgoingExpiry - node.Node.Capabilities.ForwardDelta - FailBack.OutgoingMargin;
        return open.Offer.AutoFailHeight - FailBack.AutoFailMargin is { } auto && auto < onward ? auto : onward;
    }
}
