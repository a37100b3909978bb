using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Htlcs;

/// <summary>Brings what a node tells about HTLCs to their holds, in the node's order for each, until they have decided.</summary>
internal sealed class HtlcReports(ConnectedNode node)
{
    private int _missed;

    /// <summary>Whether reports were dropped since this was asked last, because too many waited for the storage.</summary>
    internal bool TakeMissed() => Interlocked.Exchange(ref _missed, 0) != 0;

    /// <summary>What a node's history says, as a report; null for what is no outcome.</summary>
    internal static PartReport? Of(HtlcState state) => state switch
    {
        HtlcState.Forwarded => PartReport.Released,
        HtlcState.OutgoingResolved => PartReport.OutgoingResolved,
        HtlcState.Settled => PartReport.Settled,
        HtlcState.Failed => PartReport.Failed,
        _ => null,
    };

    /// <summary>Takes a report; waits for nothing.</summary>
    internal void Take(HtlcKey key, PartReport report)
    {
        // A client's HTLC that just went on, or one of nobody's.
        if (node.Known.Find(key) is { Hold: null })
        {
            if (IsEnd(report)) node.Known.Forget(key);
            return;
        }

        if (node.Known.Find(key) is null && !(node.Channels.PeerOf(key.Channel) is { } peer && node.Flow.Clients.MayHaveHolds(peer))) return;
        if (node.Work.Count >= node.Options.MaxWaiting) Interlocked.Exchange(ref _missed, 1);
        else node.Work.Post(key, cancel => BringAsync(key, report, cancel));
    }

    /// <summary>The command that tells a part what became of it.</summary>
    internal ReportPart CommandOf(HtlcKey key, PartReport report)
    {
        var isBack = PayerIsBack(key, report);
        Follow(key, report, isBack);
        return new(ConnectedNode.PartOf(key), report, isBack);
    }

    /// <summary>Tells a part once; says whether it has decided, or there is none.</summary>
    internal async Task<bool> BringAsync(HtlcKey key, PartReport report, CancellationToken cancel)
    {
        ActorId? hold;
        try
        {
            hold = node.Known.Find(key)?.Hold ?? await FindHoldAsync(key, cancel);
        }
        catch (JournalUnavailableException)
        {
            return false;
        }

        if (hold is not { } actor) return true;
        var isBack = PayerIsBack(key, report);
        var command = new ReportPart(ConnectedNode.PartOf(key), report, isBack);
        if (await node.AskAsync(actor, command, cancel) is not AskResult.Replied replied) return false;
        var outcome = (replied.Reply as ReportAnswered)?.Outcome;
        if (outcome is ReportOutcome.Noted or ReportOutcome.AgainstDecision) Tell(key, report);
        if (outcome == ReportOutcome.AgainstDecision) node.Instruments.WentAgainstDecision(node.Name);
        Follow(key, outcome == ReportOutcome.UnknownPart ? PartReport.Gone : report, isBack);
        return true;
    }

    /// <summary>What is remembered of a part after it was told something.</summary>
    private void Follow(HtlcKey key, PartReport report, bool isBack)
    {
        switch (report)
        {
            case PartReport.Returned or PartReport.Gone or PartReport.ChannelClosing:
            case PartReport.Settled or PartReport.Failed or PartReport.AlreadyFailed when isBack:
                node.Known.Forget(key);
                break;
            case PartReport.Settled or PartReport.Failed or PartReport.AlreadyFailed or PartReport.OutgoingResolved when !isBack:
                node.Known.Await(key);
                break;
        }
    }

    /// <summary>The payer's channel is active: what ended while it was away can be removed now.</summary>
    internal void PayerCame(ChannelId channel)
    {
        foreach (var key in node.Known.AwaitingIn(channel)) Take(key, PartReport.Returned);
    }

    /// <summary>The hold of a part, by the index of its payer; the channel's peer names the payer.</summary>
    internal async Task<ActorId?> FindHoldAsync(HtlcKey key, CancellationToken cancel)
    {
        if (node.Channels.PeerOf(key.Channel) is not { } payer) return null;
        var index = HeldPaymentActor.PartIndexKey(ConnectedNode.PartOf(key));
        return await node.Flow.Journal.FindActorAsync(Client.KeyOf(payer), HeldPaymentActor.PartIndex, index, cancel);
    }

    private static bool IsEnd(PartReport report) =>
        report is PartReport.Settled or PartReport.Failed or PartReport.AlreadyFailed or PartReport.Gone or PartReport.ChannelClosing;

    /// <summary>Whether the incoming HTLC is or will be removed at once. A node that tells of a settle only then has said so by telling.</summary>
    private bool PayerIsBack(HtlcKey key, PartReport report) =>
        node.Channels.IsActive(key.Channel) || (report == PartReport.Settled && node.Node.Capabilities.Settles == SettleReporting.WhenPayerIsBack);

    private void Tell(HtlcKey key, PartReport report)
    {
        switch (report)
        {
            case PartReport.Settled: node.Step(StepNames.PartSettled, key, "settled"); break;
            case PartReport.Failed or PartReport.AlreadyFailed: node.Step(StepNames.PartFailed, key, "failed"); break;
            case PartReport.OutgoingResolved: node.Step(StepNames.OutgoingResolved, key, "the outgoing HTLC is gone"); break;
        }
    }
}
