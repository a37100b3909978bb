using LightningRod.Ports.Channels;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>How HTLCs end and how that travels back, hop by hop, each hop only while its two ends are connected.</summary>
internal sealed class HtlcEnding(NetworkState state)
{
    /// <summary>The receiver claims.</summary>
    internal void Settle(SimHtlc htlc, PaymentPreimage preimage) => End(htlc, new HtlcEnd.Settled(preimage), HtlcFailureReason.Unknown);

    /// <summary>The receiver fails it by its own word.</summary>
    internal void Fail(SimHtlc htlc, ushort code, HtlcFailureReason reason) => End(htlc, Failure(htlc, code, null), reason);

    /// <summary>The receiver gives a packet that was made elsewhere.</summary>
    internal void Fail(SimHtlc htlc, ByteString packet, HtlcFailureReason reason) => End(htlc, new HtlcEnd.Failed(packet), reason);

    /// <summary>The receiver cannot read its onion.</summary>
    internal void FailMalformed(SimHtlc htlc, ushort code) =>
        End(htlc, new HtlcEnd.Malformed(code, Bytes32.Sha256(htlc.Onion)), HtlcFailureReason.NotForwarded);

    /// <summary>Removes an HTLC whose end the receiver knows, if the two ends can talk.</summary>
    internal void Deliver(SimHtlc htlc)
    {
        if (htlc.IsGone || htlc.End is null || !htlc.Channel.IsActive) return;
        var winner = htlc.End is HtlcEnd.Settled ? 1 - htlc.From : htlc.From;
        htlc.Channel.Balances[winner] += htlc.Amount;
        Remove(htlc);
    }

    /// <summary>What follows when both ends, or the chain, know the end.</summary>
    internal void Remove(SimHtlc htlc)
    {
        if (htlc.IsGone) throw new InvalidOperationException($"HTLC {htlc.Key} was removed twice.");
        state.Touched.Add(htlc.Channel);
        htlc.IsGone = true;
        htlc.Channel.Pending.Remove((htlc.From, htlc.Id));
        htlc.Channel.Gone.Add((htlc.From, htlc.Id), htlc);
        htlc.Layer?.Dispose();
        state.Log(htlc.End is HtlcEnd.Settled ? "htlc_settled" : "htlc_failed",
            htlc.Receiver, htlc, htlc.End is HtlcEnd.TimedOut ? "timed out on chain" : null);
        // What was told when it was known is not told again.
        if (!htlc.WasTold) TellEnd(htlc);
        if (htlc.Upstream is { } upstream)
            PassBack(upstream, htlc);
        else if (htlc.Sender.IsWallet)
            state.TellWallet(htlc.Sender, new SentHtlcEnded(htlc.Channel.Id, htlc.Id, htlc.Hash, htlc.End!));
    }

    private void End(SimHtlc htlc, HtlcEnd end, HtlcFailureReason reason)
    {
        if (htlc.IsGone)
        {
            // The chain was faster. Who paid downstream for it has lost the amount.
            if (end is HtlcEnd.Settled && htlc.End is not HtlcEnd.Settled) htlc.Receiver.Lost += htlc.Downstream?.Amount ?? htlc.Amount;
            return;
        }

        if (htlc.End is not null) throw new InvalidOperationException($"HTLC {htlc.Key} was resolved twice.");
        state.Touched.Add(htlc.Channel);
        (htlc.End, htlc.Reason) = (end, reason);
        Deliver(htlc);
        if (htlc.IsGone) return;
        if (htlc.Receiver.Behaviour.Settles == SettleReporting.AtOnce)
            TellEnd(htlc);
        else if (htlc.Downstream is not null)
            state.Tell(htlc.Receiver, new OutgoingResolved(htlc.Key));
        state.Log("end_pending", htlc.Receiver, htlc, htlc.Channel.IsOnChain ? "on chain" : "the peer is away");
    }

    private void TellEnd(SimHtlc htlc)
    {
        htlc.WasTold = true;
        if (htlc.Stage == ReceiverStage.New && htlc.Reason == HtlcFailureReason.NotForwarded) return;
        state.Tell(htlc.Receiver, htlc.End switch
        {
            HtlcEnd.Settled settled => new HtlcSettled(htlc.Key, settled.Preimage),
            HtlcEnd.TimedOut => new HtlcFailed(htlc.Key, HtlcFailureReason.OnChain),
            _ => new HtlcFailed(htlc.Key, htlc.Reason),
        });
    }

    private void PassBack(SimHtlc upstream, SimHtlc downstream)
    {
        var end = downstream.End switch
        {
            HtlcEnd.Settled settled => settled,
            HtlcEnd.Failed failed => Failure(upstream, 0, failed.Packet),
            HtlcEnd.Malformed malformed => Failure(upstream, malformed.Code, null, malformed.OnionHash),
            _ => Failure(upstream, FailureCode.PermanentChannelFailure, null),
        };
        End(upstream, end, HtlcFailureReason.Downstream);
    }

    /// <summary>A failure as its sender gets it: on a blinded path it says nothing but that (BOLT 4).</summary>
    private HtlcEnd Failure(SimHtlc htlc, ushort code, ByteString? downstream, Bytes32? onionHash = null)
    {
        if (htlc.PathKey is not null) return new HtlcEnd.Malformed(FailureCode.InvalidOnionBlinding, Bytes32.Sha256(htlc.Onion));
        var layer = htlc.Layer;
        if (layer is null)
        {
            // Nobody here can make a packet: an HTLC that was never opened, for a wallet with a key of its own.
            return new HtlcEnd.Malformed(FailureCode.InvalidOnionKey, Bytes32.Sha256(htlc.Onion));
        }

        if (layer.Blinded is not null)
            return Packet(layer.Secret[0], FailureData.Of(FailureCode.InvalidOnionBlinding, htlc, state.Height));
        if (downstream is { } packet)
        {
            var wrapped = packet.ToArray();
            FailurePacket.Wrap(layer.Secret[0], wrapped);
            return new HtlcEnd.Failed(ByteString.Own(wrapped));
        }

        return Packet(layer.Secret[0], onionHash is { } hash
            ? new FailureMessage(code, ByteString.CopyOf(hash.Span))
            : FailureData.Of(code, htlc, state.Height));
    }

    private static HtlcEnd.Failed Packet(ReadOnlySpan<byte> secret, FailureMessage message) =>
        new(ByteString.Own(FailurePacket.Create(secret, message)));
}
