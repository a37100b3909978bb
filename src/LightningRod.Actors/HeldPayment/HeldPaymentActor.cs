using System.Buffers.Binary;
using System.Text;
using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>How a held payment behaves, for holds that are asked for before their HTLCs come (Lightning Rod).</summary>
public sealed class HeldPaymentActor : IActor<Hold>
{
    /// <summary>The stored name of the kind.</summary>
    public const string KindName = "payment";

    /// <summary>The index that leads from a payment hash to the hold.</summary>
    public const string PaymentHashIndex = "payment_hash";

    /// <summary>The index that leads from a part to its hold, as long as the part needs reports of its node.</summary>
    public const string PartIndex = "part";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The id of a hold.</summary>
    /// <param name="payer">The payer's node id.</param>
    /// <param name="paymentIdHash">SHA256(pid).</param>
    public static ActorId IdOf(NodeId payer, Bytes32 paymentIdHash) => new(KindName, new(payer.Span), new(paymentIdHash.Span));

    /// <summary>The index entry's key of a payment hash.</summary>
    /// <param name="hash">The payment hash.</param>
    public static OpaqueKey IndexKey(PaymentHash hash) => new(hash.Value.Span);

    /// <summary>The index entry's key of a part: SHA-256 over the node's name (its length in bytes before it), channel_id and HTLC id.</summary>
    /// <param name="part">The part.</param>
    public static OpaqueKey PartIndexKey(PartKey part)
    {
        var name = Encoding.UTF8.GetBytes(part.Node ?? "");
        var bytes = new byte[sizeof(int) + name.Length + Bytes32.Size + sizeof(ulong)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, name.Length);
        name.CopyTo(bytes, sizeof(int));
        part.Channel.Value.Span.CopyTo(bytes.AsSpan(sizeof(int) + name.Length));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(^sizeof(ulong)..), part.HtlcId);
        return new(Bytes32.Sha256(bytes).Span);
    }

    /// <inheritdoc/>
    public Hold Initial(ActorId id) => new(id);

    /// <inheritdoc/>
    public Hold Apply(Hold state, IEvent @event) => HoldHistory.Apply(state, @event);

    /// <inheritdoc/>
    public Decision Decide(Hold state, ICommand command, Moment now)
    {
        var turn = new HoldTurn(state, now);
        Due.Pass(turn);
        IReply? reply = command switch
        {
            RequestHold request => Requesting.Request(turn, request),
            CancelHold => Requesting.Cancel(turn),
            IndexTaken { Command: RequestHold } => Requesting.HashTaken(turn.Hold),
            ShowPaymentId trigger => Opening.Show(turn, trigger),
            ReportPart report => Reporting.Report(turn, report),
            OfferPart offer => Offering.Offer(turn, offer),
            // Another hold of the payer knows the part: its node's history tells more, and then it is offered there.
            IndexTaken { Command: OfferPart taken } => new PartAnswered(new(taken.Htlc.Key, PartAction.AskHistory)),
            _ => null,
        };
        if (command is NextChannelChanged changed) Opening.Note(turn, changed);
        Opening.Release(turn);
        // A part that begins to wait for its payer may be late for its reminder already.
        Due.Pass(turn);
        Ending.End(turn);
        if (command is OfferPart offered && reply is null) reply = new PartAnswered(turn.Hold.Find(offered.Htlc.Key)!.Answer);
        return turn.Close(reply);
    }
}
