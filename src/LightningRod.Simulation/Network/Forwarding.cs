using LightningRod.Ports.Channels;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What a node does with an HTLC that came: opens its onion and passes it on.</summary>
internal sealed class Forwarding(NetworkState state, HtlcEnding ending)
{
    /// <summary>Opens the receiver's layer.</summary>
    /// <returns>False when it cannot be opened: the HTLC was failed.</returns>
    internal bool Open(SimHtlc htlc)
    {
        if (PaymentOnion.Peel(htlc.Receiver.Key!, htlc.Onion.Span, htlc.Hash, htlc.PathKey).TryGet(out var layer, out var error))
        {
            htlc.Layer = layer;
            return true;
        }

        ending.FailMalformed(htlc, htlc.PathKey is null ? FailureMessage.CodeOf(error) : FailureCode.InvalidOnionBlinding);
        return false;
    }

    /// <summary>Where the onion wants the HTLC to go, with which amount and expiry; null when the blinded path's terms cannot be met.</summary>
    internal static (NextHop Hop, Msat Amount, BlockHeight Expiry)? Onward(SimHtlc htlc)
    {
        var layer = htlc.Layer!;
        if (layer.IsFinal) return (NextHop.None, layer.Payload.AmountToForward!.Value, layer.Payload.OutgoingCltv!.Value);
        if (layer.Blinded is not { } blinded)
        {
            return layer.Payload.ShortChannelId is { } scid
                ? (NextHop.Of(scid), layer.Payload.AmountToForward!.Value, layer.Payload.OutgoingCltv!.Value)
                : null;
        }

        if (blinded.PaymentConstraints is { } constraints && !constraints.Allow(htlc.Expiry, htlc.Amount)) return null;
        var hop = blinded.ShortChannelId is { } channel ? NextHop.Of(channel) : blinded.NextNodeId is { } node ? NextHop.Of(node) : NextHop.None;
        return !hop.IsNone && blinded.PaymentRelay is { } relay
            && relay.AmountToForward(htlc.Amount) is { } amount && relay.ExpiryToForward(htlc.Expiry) is { } expiry
            ? (hop, amount, expiry)
            : null;
    }

    /// <summary>The peer behind a next hop, if there is such a peer.</summary>
    internal static SimNode? Peer(SimNode node, NextHop hop) =>
        hop.Channel is { } scid ? node.FindChannel(scid)?.Other(node) : hop.Node is { } id ? node.Peers.FirstOrDefault(peer => peer.Id == id) : null;

    /// <summary>Passes it on, or fails it.</summary>
    internal void Forward(SimHtlc htlc, Action<SimHtlc> receive)
    {
        var node = htlc.Receiver;
        if (Onward(htlc) is not { } onward)
            Refuse(FailureCode.InvalidOnionPayload);
        else if (onward.Hop.IsNone)
            Refuse(FailureCode.IncorrectOrUnknownPaymentDetails);
        else if (Peer(node, onward.Hop) is not { } peer)
            Refuse(FailureCode.UnknownNextPeer);
        else if (Broken(htlc, onward.Amount, onward.Expiry) is { } code)
            Refuse(code);
        else if (!node.IsConnectedTo(peer))
            Refuse(node.Behaviour.PeerAwayCode);
        else if (node.Channels.FirstOrDefault(channel => channel.Other(node) == peer
            && channel.Obstacle(channel.EndOf(node), onward.Amount) is null) is not { } next)
            Refuse(FailureCode.TemporaryChannelFailure);
        else
            Pass(htlc, next, onward.Amount, onward.Expiry, receive);

        void Refuse(ushort code)
        {
            state.Log("forward_refused", node, htlc, new FailureMessage(code).ToString());
            ending.Fail(htlc, code, HtlcFailureReason.NotForwarded);
        }
    }

    private void Pass(SimHtlc htlc, SimChannel next, Msat amount, BlockHeight expiry, Action<SimHtlc> receive)
    {
        htlc.Stage = ReceiverStage.Forwarded;
        var outgoing = Add(
            next, next.EndOf(htlc.Receiver), amount, expiry, htlc.Hash, htlc.Layer!.NextPacket, htlc.Layer.NextPathKey, default, null, htlc);
        htlc.Downstream = outgoing;
        state.Tell(htlc.Receiver, new HtlcForwarded(htlc.Key, next.Id, outgoing.Id));
        receive(outgoing);
    }

    /// <summary>Puts an HTLC into a channel; the caller checked that there is room and that the ends are connected.</summary>
    internal SimHtlc Add(
        SimChannel channel, int from, Msat amount, BlockHeight expiry, PaymentHash hash, ByteString onion, Wire.Cryptography.PublicKey? pathKey,
        TlvStream records, string? reference, SimHtlc? upstream)
    {
        var htlc = new SimHtlc
        {
            Channel = channel,
            From = from,
            Id = channel.NextId[from]++,
            Amount = amount,
            Expiry = expiry,
            Hash = hash,
            Onion = onion,
            PathKey = pathKey,
            Records = records,
            Reference = reference,
            Upstream = upstream,
        };
        channel.Balances[from] -= amount;
        channel.Pending.Add((from, htlc.Id), htlc);
        state.Touched.Add(channel);
        state.Log("htlc_added", htlc.Sender, htlc);
        return htlc;
    }

    private ushort? Broken(SimHtlc htlc, Msat amount, BlockHeight expiry)
    {
        var policy = htlc.Receiver.Policy;
        // A blinded path tells its own terms, and rounds so that a fee of ours could lack 1 msat: compare the terms.
        var terms = htlc.Layer!.Blinded?.PaymentRelay;
        var lacking = terms is null ? policy.ToRelay().AmountToReceive(amount) > htlc.Amount : !policy.IsCoveredBy(terms.Value);
        if (lacking) return FailureCode.FeeInsufficient;
        if (expiry + policy.CltvExpiryDelta > htlc.Expiry) return FailureCode.IncorrectCltvExpiry;
        if (expiry < state.Height + htlc.Receiver.Behaviour.ForwardDelta) return FailureCode.ExpiryTooSoon;
        if (expiry > state.Height + state.Settings.MaxHtlcCltv) return FailureCode.ExpiryTooFar;
        return null;
    }
}
