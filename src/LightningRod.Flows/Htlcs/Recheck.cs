using LightningRod.Actors.HeldPayment;
using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>Parts that the node neither offers nor has an end for; after a while they are looked up once more.</summary>
internal sealed class Recheck(ConnectedNode node, HtlcReports reports)
{
    /// <summary>Looks later. A part that is offered meanwhile, or ended, is left alone.</summary>
    internal void Later(HtlcKey key)
    {
        var since = node.Flow.Time.GetTimestamp();
        if (node.Rechecks.Count < node.Options.MaxWaiting) node.Rechecks.Post(key, cancel => LookAsync(key, since, cancel));
    }

    private async Task<bool> LookAsync(HtlcKey key, long since, CancellationToken cancel)
    {
        if (node.Offers.Find(key) is not null) return true;
        if (node.Stream is null) return false;
        HtlcHistory history;
        try
        {
            history = await node.Node.FindHtlcAsync(key, cancel);
        }
        catch (ChannelNodeUnavailableException)
        {
            return false;
        }

        if (HtlcReports.Of(history.State) is { } report) return await reports.BringAsync(key, report, cancel);
        if (node.Flow.Time.GetElapsedTime(since) < node.Options.GoneAfter) return false;
        // The node has it, and will offer it or tell of it; or it has it no more and can not say how it ended.
        return history.State == HtlcState.NotForwarded || await reports.BringAsync(key, PartReport.Gone, cancel);
    }
}
