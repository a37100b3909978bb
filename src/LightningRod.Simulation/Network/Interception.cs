using LightningRod.Ports.Channels;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>The interceptor streams: who has one, what is offered on it, what an answer does.</summary>
internal sealed class Interception(NetworkState state, HtlcEnding ending, Action<SimHtlc> forward)
{
    /// <summary>Least type of a record that lnd takes for a custom one (BOLT 4, "custom records").</summary>
    private const ulong FirstCustomRecord = 1 << 16;

    internal StreamReply Open(SimNode node, ulong epoch)
    {
        if (!node.Behaviour.Intercepts) throw new SimulationException($"{node.Name} is no node with an interceptor, but a {node.Kind}.");
        if (node.Behaviour.KnowsEpochs && epoch < node.HighestEpoch) return new(null, Fenced: node.HighestEpoch);
        if (node.Stream is not null && !node.Behaviour.KnowsEpochs) return new(null, Taken: "interceptor already exists");
        if (node.Stream is not null) End(node, $"replaced by epoch {epoch}");
        node.HighestEpoch = Math.Max(node.HighestEpoch, epoch);
        node.Stream = state.NextStream();
        state.Log("stream_opened", node);
        return new(node.Stream);
    }

    /// <summary>Tells what is so when a stream opens; after its number is known to whom it belongs to.</summary>
    internal void Replay(SimNode node)
    {
        state.Tell(node, new HeightChanged(state.Height));
        foreach (var peer in node.Peers.Where(node.IsConnectedTo)) state.Tell(node, new PeerConnected(peer.Id));
        foreach (var channel in node.Channels)
        {
            if (channel.IsActive) state.Tell(node, new ChannelActive(channel.Id, channel.Other(node).Id));
            if (channel.IsOnChain) state.Tell(node, new ChannelOnChain(channel.Id, channel.Other(node).Id));
        }

        foreach (var htlc in Offered(node)) Offer(htlc, first: false);
    }

    internal void Close(long stream)
    {
        if (state.Nodes.Values.FirstOrDefault(node => node.Stream == stream) is { } node) End(node, "closed");
    }

    /// <summary>A new HTLC at a node that intercepts.</summary>
    internal void Consider(SimHtlc htlc)
    {
        var node = htlc.Receiver;
        if (htlc.Expiry < state.Height + node.Behaviour.InterceptDelta)
        {
            ending.Fail(htlc, FailureCode.ExpiryTooSoon, HtlcFailureReason.NotForwarded);
        }
        else if (node.Stream is null && node.Behaviour.OnStreamLoss == StreamLossEffect.KeptAndNewOnesFail)
        {
            ending.Fail(htlc, FailureCode.TemporaryChannelFailure, HtlcFailureReason.NotForwarded);
        }
        else if (node.Stream is null && node.Behaviour.OnStreamLoss == StreamLossEffect.Forwarded)
        {
            forward(htlc);
        }
        else
        {
            htlc.Stage = ReceiverStage.Offered;
            state.Log("htlc_offered", node, htlc);
            Offer(htlc, first: true);
        }
    }

    internal AnswerOutcome Answer(long stream, DesiredAnswer desired)
    {
        if (state.Nodes.GetValueOrDefault(desired.Key.Node) is not { } node || node.Stream != stream) return AnswerOutcome.StreamGone;
        if (node.Behaviour.KnowsEpochs && desired.Epoch < node.HighestEpoch) return AnswerOutcome.Fenced;
        if (Find(node, desired.Key) is not { Stage: ReceiverStage.Offered, End: null } htlc)
        {
            var failed = Find(node, desired.Key) is { End: HtlcEnd.Failed or HtlcEnd.Malformed or HtlcEnd.TimedOut };
            return Bad(node, "forward does not exist", failed ? AnswerOutcome.TooLate : AnswerOutcome.KeyUnknown);
        }

        if (desired.NotAfter is { } notAfter && state.Height > notAfter) return AnswerOutcome.TooLate;
        if (htlc.Channel.IsOnChain) return Bad(node, "the channel is on chain", AnswerOutcome.NotSupported);
        switch (desired.Answer)
        {
            case HtlcAnswer.Hold hold:
                if (!node.Behaviour.KeepsHolds) return AnswerOutcome.NotSupported;
                (htlc.FailBackHeight, htlc.FailBackCode) = (hold.FailBackHeight, hold.Code);
                FailWhenDue(htlc);
                return AnswerOutcome.Given;
            case HtlcAnswer.Resume:
                forward(htlc);
                return AnswerOutcome.Given;
            case HtlcAnswer.Fail fail:
                if (node.Behaviour.FailureCodes is { Count: > 0 } codes && !codes.Contains(fail.Code))
                    return Bad(node, $"failure code {fail.Code} is not supported", AnswerOutcome.NotSupported);
                ending.Fail(htlc, fail.Code, HtlcFailureReason.Answered);
                return AnswerOutcome.Given;
            case HtlcAnswer.Settle settle:
                if (!htlc.IsPreimage(settle.Preimage)) return Bad(node, "the preimage is of another hash", AnswerOutcome.NotSupported);
                ending.Settle(htlc, settle.Preimage);
                return AnswerOutcome.Given;
            default:
                return AnswerOutcome.NotSupported;
        }
    }

    /// <summary>Fails what is due at the present height.</summary>
    internal void OnBlock(SimNode node)
    {
        foreach (var htlc in Offered(node).Where(htlc => !htlc.Channel.IsOnChain).ToList())
        {
            if (AutoFailHeight(htlc) is { } height && state.Height >= height)
                ending.Fail(htlc, FailureCode.TemporaryChannelFailure, HtlcFailureReason.Overdue);
            else
                FailWhenDue(htlc);
        }
    }

    /// <summary>A channel went on chain: what is held in it goes nowhere.</summary>
    internal void OnChannelOnChain(SimHtlc htlc)
    {
        if (htlc.Stage != ReceiverStage.Offered || htlc.End is not null) return;
        if (htlc.Receiver.Behaviour.OffersAgainOnChain)
            Offer(htlc, first: false);
        else
            htlc.Stage = ReceiverStage.Abandoned;
    }

    internal static SimHtlc? Find(SimNode node, HtlcKey key)
    {
        var channel = node.Channels.FirstOrDefault(channel => channel.Id == key.Channel);
        return channel?.Find(1 - channel.EndOf(node), key.HtlcId);
    }

    private static IEnumerable<SimHtlc> Offered(SimNode node) =>
        from channel in node.Channels
        from htlc in channel.Pending.Values
        where htlc.Receiver == node && htlc.Stage == ReceiverStage.Offered && htlc.End is null
        select htlc;

    private static BlockHeight? AutoFailHeight(SimHtlc htlc) =>
        htlc.Receiver.Behaviour.AutoFailDelta is { } delta ? htlc.Expiry - delta : null;

    private void FailWhenDue(SimHtlc htlc)
    {
        if (htlc.End is null && htlc.FailBackHeight <= state.Height) ending.Fail(htlc, htlc.FailBackCode, HtlcFailureReason.Answered);
    }

    private void Offer(SimHtlc htlc, bool first)
    {
        var node = htlc.Receiver;
        var layer = htlc.Layer!;
        var onward = Forwarding.Onward(htlc) ?? (NextHop.None, htlc.Amount, htlc.Expiry);
        state.Tell(node, new HtlcOffered(new HtlcOffer
        {
            Key = htlc.Key,
            PaymentHash = htlc.Hash,
            IncomingPeer = htlc.Sender.Id,
            IncomingAmount = htlc.Amount,
            IncomingExpiry = htlc.Expiry,
            OutgoingAmount = onward.Amount,
            OutgoingExpiry = onward.Expiry,
            NextHop = onward.Hop,
            NextPeer = onward.Hop.IsNone ? null : Forwarding.Peer(node, onward.Hop)?.Id,
            AutoFailHeight = htlc.Channel.IsOnChain ? htlc.Expiry : AutoFailHeight(htlc),
            MayBeReplay = !first || !node.Behaviour.TellsFirstOffers,
            IsOnChain = htlc.Channel.IsOnChain,
            PayloadRecords = Shown(node, layer.Payload),
            HtlcRecords = htlc.Records,
        }));
    }

    private static TlvStream Shown(SimNode node, PaymentPayload payload)
    {
        var all = TlvStream.Parse(payload.ToArray()).Value;
        return node.Behaviour.ShowsWholePayload ? all : TlvStream.Of(all.Where(record => record.Type >= FirstCustomRecord));
    }

    private AnswerOutcome Bad(SimNode node, string reason, AnswerOutcome otherwise)
    {
        if (!node.Behaviour.BadAnswersEndTheStream) return otherwise;
        End(node, reason);
        return AnswerOutcome.StreamGone;
    }

    private void End(SimNode node, string reason)
    {
        state.Log("stream_lost", node, null, reason);
        state.Tell(node, new StreamLost(reason));
        node.Stream = null;
        if (node.Behaviour.OnStreamLoss != StreamLossEffect.Forwarded) return;
        foreach (var htlc in Offered(node).Where(htlc => !htlc.Channel.IsOnChain).ToList()) forward(htlc);
    }
}
