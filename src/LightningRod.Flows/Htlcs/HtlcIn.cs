using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>The first way through the house: an HTLC comes in.</summary>
/// <remarks>
/// <para>1. One of nobody's goes on at once, without a look at the storage.</para>
/// <para>2. A client's over its unannounced channel: the index tells its hold, by the part if it may have been offered before, or by the hash.</para>
/// <para>3. No hold: it goes on. Else the hold is asked, and the part answers by its present decision, which is durable by then.</para>
/// <para>4. One that the hold does not know and that may be old: the node's history first. What was forwarded is never failed or held.</para>
/// <para>Whatever can not be answered now gets no answer, and is tried again as long as the offer is open.</para>
/// </remarks>
internal sealed class HtlcIn(ConnectedNode node, HtlcReports reports, Answering answering, Passing passing)
{
    /// <summary>Takes an offer; waits for nothing but the node.</summary>
    internal ValueTask TakeAsync(HtlcOffer offer, OpenStream stream, CancellationToken cancel)
    {
        if (offer.IsOnChain)
        {
            node.Instruments.Answered(node.Name, "none");
            return ValueTask.CompletedTask;
        }

        if (!node.Flow.Clients.MayHaveHolds(offer.IncomingPeer)) return passing.PassAsync(offer, stream, cancel);
        node.Offers.Open(offer, stream);
        node.Work.Post(offer.Key, stop => DecideAsync(offer, stream, stop));
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether it is done with: answered, or not open here any more.</summary>
    private async Task<bool> DecideAsync(HtlcOffer offer, OpenStream stream, CancellationToken cancel)
    {
        if (node.Stream != stream || !node.Offers.IsOpen(offer.Key, stream)) return true;
        using var activity = Instruments.Activities.StartActivity("htlc in");
        activity?.SetTag(InstrumentNames.NodeTag, node.Name);
        try
        {
            var channel = await node.Channels.FindAsync(offer.Key.Channel, cancel);
            if (channel is null || channel.IsAnnounced || await HoldOfAsync(offer, cancel) is not { } found) return await GoOnAsync(offer, cancel);
            node.Known.Note(offer.Key, found.Hold, offer.IncomingAmount);
            if (!offer.NextHop.IsNone && node.Channels.Next(offer) is null) await node.Channels.ListAsync(cancel);
            node.Offers.Note(offer.Key, open => open with { Hold = found.Hold, Next = node.Channels.Next(offer) });
            if (await AskAsync(found.Hold, offer, offer.MayBeReplay, cancel) is not { } answer) return false;
            if (answer.Action == PartAction.AskHistory)
            {
                if (await HistoryAsync(found.Hold, offer, cancel) is not { } looked) return false;
                answer = looked;
            }

            if (answer.Action == PartAction.Pass) return await GoOnAsync(offer, cancel);
            if (!found.IsKnown) TellStep(offer.Key, answer);
            var brought = await answering.BringAsync(answer, cancel);
            if (brought.Report is { } report) node.Work.Post(offer.Key, stop => reports.BringAsync(offer.Key, report, stop));
            return brought.IsDone;
        }
        catch (Exception later) when (later is JournalUnavailableException or ChannelNodeUnavailableException)
        {
            return false;
        }
    }

    private async Task<(ActorId Hold, bool IsKnown)?> HoldOfAsync(HtlcOffer offer, CancellationToken cancel)
    {
        // Found at an earlier try. It may have ended since, and its index entries with it: then it says so, and the HTLC does not pass unseen.
        if (node.Offers.Find(offer.Key)?.Hold is { } before) return (before, false);
        if (offer.MayBeReplay && await reports.FindHoldAsync(offer.Key, cancel) is { } known) return (known, true);
        var hash = HeldPaymentActor.IndexKey(offer.PaymentHash);
        var client = Client.KeyOf(offer.IncomingPeer);
        return await node.Flow.Journal.FindActorAsync(client, HeldPaymentActor.PaymentHashIndex, hash, cancel) is { } hold ? (hold, false) : null;
    }

    private async Task<bool> GoOnAsync(HtlcOffer offer, CancellationToken cancel)
    {
        node.Known.Note(offer.Key, null, offer.IncomingAmount);
        return (await answering.BringAsync(new(ConnectedNode.PartOf(offer.Key), PartAction.Pass), cancel)).IsDone;
    }

    private async Task<PartAnswer?> AskAsync(ActorId hold, HtlcOffer offer, bool mayBeOld, CancellationToken cancel)
    {
        var next = node.Channels.Next(offer);
        var canGo = node.Channels.CanGo(offer, next);
        var isClient = offer.NextPeer is { } peer && node.Flow.Clients.Find(peer) is not null;
        var htlc = new OfferedHtlc(
            ConnectedNode.PartOf(offer.Key),
            offer.PaymentHash,
            offer.IncomingAmount,
            offer.IncomingExpiry,
            offer.OutgoingAmount,
            offer.OutgoingExpiry,
            new(offer.NextPeer, next, isClient));
        var command = new OfferPart(htlc, node.Node.Capabilities.ForwardDelta, offer.AutoFailHeight, canGo, mayBeOld);
        var answer = await node.AskAsync(hold, command, cancel) is AskResult.Replied { Reply: PartAnswered answered } ? answered.Answer : null;
        // The channel may have changed while the hold decided by what was so before.
        if (answer is { Action: PartAction.Hold } && next is { } channel && node.Channels.IsActive(channel) != canGo)
            node.Tell(hold, () => new NextChannelChanged(node.Name, channel, node.Channels.IsActive(channel)));
        return answer;
    }

    private async Task<PartAnswer?> HistoryAsync(ActorId hold, HtlcOffer offer, CancellationToken cancel)
    {
        var part = ConnectedNode.PartOf(offer.Key);
        var history = await node.Node.FindHtlcAsync(offer.Key, cancel);
        return history.State switch
        {
            HtlcState.NotForwarded => await AskAsync(hold, offer, mayBeOld: false, cancel) switch
            {
                { Action: PartAction.AskHistory } => null,
                var answer => answer,
            },
            HtlcState.Failed => PartAnswer.Fail(part, FailCause.Node),
            // Forwarded, or not known to be unforwarded: to let it go on is the one thing that loses nothing.
            _ => new(part, PartAction.Pass),
        };
    }

    private void TellStep(HtlcKey key, PartAnswer answer)
    {
        if (answer.Action is PartAction.Hold or PartAction.Release) node.Step(StepNames.PartHeld, key, "held");
        else if (answer.Action == PartAction.Fail) node.Step(StepNames.PartRefused, key, "refused");
    }
}
