using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Rod;

/// <summary>A Lightning Rod message: the one content record of an onion message, itself a TLV stream (docs/protocol.md).</summary>
public abstract record RodMessage
{
    private protected RodMessage()
    {
    }

    /// <summary>The number of the onion message's record.</summary>
    public abstract ulong Type { get; }

    /// <summary>Records of unknown odd types, kept as they came.</summary>
    public TlvStream Unknown { get; init; }

    /// <summary>Reads the content record of an onion message.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The message, <see cref="WireRule.Unrecognized"/> for a record that is none of these, or the rule it breaks.</returns>
    public static Result<RodMessage> Parse(TlvRecord record) => record.Type switch
    {
        OnionMessageTlv.HoldRequest => Widen(HoldRequest.Parse(record.Value)),
        OnionMessageTlv.HoldAck => Widen(HoldAck.Parse(record.Value)),
        OnionMessageTlv.HoldCancel => Widen(HoldCancel.Parse(record.Value)),
        OnionMessageTlv.PaymentPending => Widen(PaymentPending.Parse(record.Value)),
        OnionMessageTlv.PaymentReady => Widen(PaymentReady.Parse(record.Value)),
        OnionMessageTlv.NonceRelease => Widen(NonceRelease.Parse(record.Value)),
        _ => new WireError(WireRule.Unrecognized, 0, $"record {record.Type} is no Lightning Rod message"),
    };

    /// <summary>The value of the record: a TLV stream.</summary>
    public byte[] ToArray() => Write(new TlvWriter()).AddRange(Unknown).ToArray();

    /// <summary>The whole record, for the contents of an onion message.</summary>
    public TlvRecord ToRecord() => new(Type, ByteString.Own(ToArray()));

    private protected abstract TlvWriter Write(TlvWriter writer);

    private static Result<RodMessage> Widen<T>(Result<T> message)
        where T : RodMessage => message.Map(static m => (RodMessage)m);
}
