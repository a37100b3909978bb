using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Htlcs;

/// <summary>Brings about at the node what a part has decided.</summary>
/// <remarks>
/// Thread-safe. An offer gets one answer: the stream refuses a second one, whoever comes first. So the answer to an offer and the effect of a
/// later decision may meet here in any order.
/// </remarks>
internal sealed partial class Answering(ConnectedNode node, Recheck recheck)
{
    /// <summary>Tries to bring a decision about.</summary>
    internal async Task<Brought> BringAsync(PartAnswer answer, CancellationToken cancel)
    {
        var key = ConnectedNode.KeyOf(answer.Part);
        if (node.Stream is not { } stream) return Brought.Again;
        try
        {
            switch (answer.Action)
            {
                case PartAction.Hold:
                    return await HoldAsync(stream, key, answer.NotAfter!.Value + 1, cancel);
                case PartAction.Release:
                    return await ReleaseAsync(stream, key, answer.NotAfter!.Value, cancel);
                case PartAction.Fail:
                    return await FailAsync(stream, key, answer.FailureCode, cancel);
                case PartAction.Pass:
                    return await PassAsync(stream, key, cancel);
                default:
                    return Brought.Done;
            }
        }
        catch (ChannelNodeUnavailableException)
        {
            return Brought.Again;
        }
    }

    /// <summary>Fails an offer because its height has come and nobody decided in time.</summary>
    internal async Task<Brought> FailOverdueAsync(OpenOffer overdue, CancellationToken cancel)
    {
        var key = overdue.Offer.Key;
        if (node.Stream != overdue.Stream || !node.Offers.IsOpen(key, overdue.Stream)) return Brought.Done;
        try
        {
            // To fail what was forwarded before loses money.
            if (overdue is { IsUndecided: true, Offer.MayBeReplay: true }
                && (await node.Node.FindHtlcAsync(key, cancel)).State != HtlcState.NotForwarded) return await PassAsync(overdue.Stream, key, cancel);
            var outcome = await GiveAsync(overdue.Stream, key, new HtlcAnswer.Fail(FailureCode.TemporaryChannelFailure), null, cancel);
            if (outcome != AnswerOutcome.Given) return await NotGivenAsync(key, outcome, cancel);
            node.Instruments.FailedBack(node.Name);
            Answered(key, "fail");
            node.Step(StepNames.PartFailedBack, key, "its height came before a decision");
            if (overdue.Hold is null) return Brought.Done;
            return Brought.Tell(overdue.ReleaseUntil is null ? PartReport.Failed : PartReport.AlreadyFailed);
        }
        catch (ChannelNodeUnavailableException)
        {
            return Brought.Again;
        }
    }

    private async Task<Brought> HoldAsync(OpenStream stream, HtlcKey key, BlockHeight failBack, CancellationToken cancel)
    {
        node.Offers.Note(key, offer => offer with { FailBackHeight = failBack });
        var hold = new HtlcAnswer.Hold(failBack, FailureCode.TemporaryChannelFailure);
        var outcome = await GiveAsync(stream, key, hold, null, cancel);
        if (outcome is AnswerOutcome.Given or AnswerOutcome.NotSupported)
        {
            node.Instruments.Answered(node.Name, "hold");
            return Brought.Done;
        }

        return await NotGivenAsync(key, outcome, cancel);
    }

    private async Task<Brought> ReleaseAsync(OpenStream stream, HtlcKey key, BlockHeight notAfter, CancellationToken cancel)
    {
        // First noted, then looked: a channel that becomes active in between finds the note.
        var offer = node.Offers.Note(
            key, open => open with { ReleaseUntil = notAfter, FailBackHeight = notAfter + 1, Next = open.Next ?? node.Channels.Next(open.Offer) });
        // Perhaps about to be offered on a stream that has just begun: then the part answers again.
        if (offer is null) return await LookUpAsync(key, cancel);
        if (offer is { Next: { } next } && !node.Channels.IsActive(next) && node.Height <= notAfter)
        {
            await GiveAsync(stream, key, new HtlcAnswer.Hold(notAfter + 1, FailureCode.TemporaryChannelFailure), null, cancel);
            if (offer.Offer.NextPeer is { } peer && node.Flow.Clients.Find(peer) is not null)
                node.Tell(MailboxActor.IdOf(peer), () => node.Channels.IsActive(next) ? null : new RequestWakeUp(WakeUpReason.PaymentWaiting));
            return Brought.Done;
        }

        var outcome = await GiveAsync(stream, key, new HtlcAnswer.Resume(), notAfter, cancel);
        if (outcome == AnswerOutcome.TooLate) return await TooLateAsync(stream, key, cancel);
        if (outcome != AnswerOutcome.Given) return await NotGivenAsync(key, outcome, cancel);
        Answered(key, "release");
        node.Step(StepNames.PartReleased, key, "released");
        return node.Node.Capabilities.ReportsForwards ? Brought.Done : Brought.Tell(PartReport.Released);
    }

    private async Task<Brought> FailAsync(OpenStream stream, HtlcKey key, ushort code, CancellationToken cancel)
    {
        var outcome = await GiveAsync(stream, key, new HtlcAnswer.Fail(code), null, cancel);
        if (outcome != AnswerOutcome.Given) return await NotGivenAsync(key, outcome, cancel);
        Answered(key, "fail");
        node.Step(StepNames.PartFailedBack, key, "failed back");
        return node.Node.Capabilities.ReportsForwards ? Brought.Done : Brought.Tell(PartReport.Failed);
    }

    /// <summary>It just goes on: nothing of it is kept here, and nobody has to be told when it is gone.</summary>
    private async Task<Brought> PassAsync(OpenStream stream, HtlcKey key, CancellationToken cancel)
    {
        var outcome = await GiveAsync(stream, key, new HtlcAnswer.Resume(), null, cancel);
        if (outcome is AnswerOutcome.StreamGone or AnswerOutcome.Fenced) return Brought.Again;
        if (outcome == AnswerOutcome.Given) Answered(key, "resume");
        node.Offers.Close(key);
        return Brought.Done;
    }

    /// <summary>A release that comes after its height: the part must not stay, so it is failed, if it was not before.</summary>
    private async Task<Brought> TooLateAsync(OpenStream stream, HtlcKey key, CancellationToken cancel)
    {
        var outcome = await GiveAsync(stream, key, new HtlcAnswer.Fail(FailureCode.TemporaryChannelFailure), null, cancel);
        if (outcome != AnswerOutcome.Given) return await NotGivenAsync(key, outcome, cancel);
        Answered(key, "fail");
        node.Step(StepNames.PartFailedBack, key, "the release came too late");
        return Brought.Tell(PartReport.AlreadyFailed);
    }

    private static async Task<AnswerOutcome> GiveAsync(
        OpenStream stream, HtlcKey key, HtlcAnswer answer, BlockHeight? notAfter, CancellationToken cancel) =>
        await stream.Interceptor.AnswerAsync(new(key, answer, notAfter, stream.Epoch), cancel);

    private async Task<Brought> NotGivenAsync(HtlcKey key, AnswerOutcome outcome, CancellationToken cancel)
    {
        switch (outcome)
        {
            case AnswerOutcome.KeyUnknown or AnswerOutcome.TooLate:
                node.Offers.Close(key);
                return await LookUpAsync(key, cancel);
            case AnswerOutcome.NotSupported when node.Channels.IsOnChain(key.Channel) || node.Offers.Find(key) is { Offer.IsOnChain: true }:
                node.Offers.Close(key);
                return Brought.Tell(PartReport.ChannelClosing);
            case AnswerOutcome.NotSupported:
                Log.NotSupported(node.Logger, key);
                return Brought.Again;
            case AnswerOutcome.Fenced:
                Log.Fenced(node.Logger, node.Name);
                return Brought.Again;
            default:
                return Brought.Again;
        }
    }

    /// <summary>The key is not open on the stream: the node's history says what became of it.</summary>
    private async Task<Brought> LookUpAsync(HtlcKey key, CancellationToken cancel)
    {
        var history = await node.Node.FindHtlcAsync(key, cancel);
        if (HtlcReports.Of(history.State) is { } report) return Brought.Tell(report);
        // It is about to be offered, or in the hands of the node, or gone without a trace: a while shows which.
        recheck.Later(key);
        return Brought.Done;
    }

    private void Answered(HtlcKey key, string answer)
    {
        node.Offers.Close(key);
        node.Instruments.Answered(node.Name, answer);
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Error, "The node can not carry out a decision about {Htlc}; it is tried again")]
        internal static partial void NotSupported(ILogger logger, HtlcKey htlc);

        [LoggerMessage(4012, LogLevel.Warning, "The node {Node} has seen a higher epoch than that of its stream; the lease is lost")]
        internal static partial void Fenced(ILogger logger, string node);
    }
}
