using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>
/// <c>hold_ack</c>, relay to payer: the hold's terms, that it was cancelled, or why the request was refused. A repeated request gets the same answer.
/// </summary>
public sealed record HoldAck : RodMessage
{
    private HoldAck(Bytes32 paymentIdHash) => PaymentIdHash = paymentIdHash;

    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.HoldAck;

    /// <summary>SHA-256 of the payment id: the hold's name.</summary>
    public Bytes32 PaymentIdHash { get; }

    /// <summary>The terms, when the hold was accepted.</summary>
    public HoldTerms? Accepted { get; private init; }

    /// <summary>Whether the hold was cancelled, as a <see cref="HoldCancel"/> asked.</summary>
    public bool Cancelled { get; private init; }

    /// <summary>The reason, when the request was refused.</summary>
    public HoldRefusal? Refused { get; private init; }

    /// <summary>An acceptance.</summary>
    /// <param name="paymentIdHash">SHA-256 of the payment id.</param>
    /// <param name="terms">The terms.</param>
    public static HoldAck Accept(Bytes32 paymentIdHash, HoldTerms terms) => new(paymentIdHash) { Accepted = terms };

    /// <summary>A cancellation.</summary>
    /// <param name="paymentIdHash">SHA-256 of the payment id.</param>
    public static HoldAck Cancel(Bytes32 paymentIdHash) => new(paymentIdHash) { Cancelled = true };

    /// <summary>A refusal.</summary>
    /// <param name="paymentIdHash">SHA-256 of the payment id.</param>
    /// <param name="refusal">The reason.</param>
    public static HoldAck Refuse(Bytes32 paymentIdHash, HoldRefusal refusal) => new(paymentIdHash) { Refused = refusal };

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<HoldAck> Parse(ReadOnlySpan<byte> bytes)
    {
        Bytes32? paymentIdHash = null;
        BlockHeight? expiry = null;
        uint? returnDelta = null;
        ushort? code = null;
        string? text = null;
        var cancelled = false;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case HoldAckTlv.PaymentIdHash: paymentIdHash = value.ReadBytes32(); break;
                case HoldAckTlv.ExpiryHeight: expiry = new(value.ReadTruncatedUInt32()); break;
                case HoldAckTlv.ReturnDelta: returnDelta = value.ReadTruncatedUInt32(); break;
                case HoldAckTlv.ErrorCode: code = value.ReadTruncatedUInt16(); break;
                case HoldAckTlv.Cancelled: cancelled = true; break;
                case HoldAckTlv.Error: text = value.ReadUtf8(HoldRefusal.MaxTextLength); break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(paymentIdHash is not null, "payment_id_hash");
        tlvs.Require(text is null || code is not null, "error_code");
        tlvs.Require(cancelled || code is not null || expiry is not null, "expiry_height");
        tlvs.Require(cancelled || code is not null || returnDelta is not null, "return_delta");
        var hasTerms = expiry is not null || returnDelta is not null;
        if ((cancelled && code is not null) || (hasTerms && (cancelled || code is not null)))
            tlvs.Fail(WireRule.ForbiddenField, "more than one answer");
        if (tlvs.Failed) return tlvs.Error;
        var ack = new HoldAck(paymentIdHash!.Value) { Cancelled = cancelled, Unknown = tlvs.Unknowns };
        if (code is { } refused) return ack with { Refused = new HoldRefusal(refused, text) };
        return cancelled ? ack : ack with { Accepted = new HoldTerms(expiry!.Value, returnDelta!.Value) };
    }

    private protected override TlvWriter Write(TlvWriter writer) => writer
        .AddBytes32(HoldAckTlv.PaymentIdHash, PaymentIdHash)
        .AddTruncated(HoldAckTlv.ExpiryHeight, Accepted?.ExpiryHeight.Value)
        .AddTruncated(HoldAckTlv.ReturnDelta, Accepted?.ReturnDelta)
        .AddTruncated(HoldAckTlv.ErrorCode, Refused?.Code)
        .AddUtf8(HoldAckTlv.Error, Refused?.Text)
        .AddBytes(HoldAckTlv.Cancelled, Cancelled ? ByteString.Empty : null);
}
