using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary><c>hold_cancel</c>, payer to its LSP's relay: fail the held parts and forget the hold. Answered by a <see cref="HoldAck"/>.</summary>
/// <param name="PaymentIdHash">SHA-256 of the payment id: the hold's name.</param>
public sealed record HoldCancel(Bytes32 PaymentIdHash) : SignedRodMessage
{
    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.HoldCancel;

    private protected override string Name => "hold_cancel";

    private protected override ulong ClientNodeIdType => HoldCancelTlv.ClientNodeId;

    private protected override ulong SignatureType => HoldCancelTlv.Signature;

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<HoldCancel> Parse(ReadOnlySpan<byte> bytes)
    {
        Bytes32? paymentIdHash = null;
        NodeId? client = null;
        MessageSignature? signature = null;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case HoldCancelTlv.PaymentIdHash: paymentIdHash = value.ReadBytes32(); break;
                case HoldCancelTlv.ClientNodeId: client = value.ReadNodeId(); break;
                case HoldCancelTlv.Signature: signature = ReadSignature(ref value); break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(paymentIdHash is not null, "payment_id_hash");
        var signer = Pair(ref tlvs, client, signature);
        return tlvs.Failed ? tlvs.Error : new HoldCancel(paymentIdHash!.Value) { Client = signer, Unknown = tlvs.Unknowns };
    }

    /// <summary>The same message, signed by the client for a relay.</summary>
    /// <param name="client">The client's node key.</param>
    /// <param name="relay">The relay's node id.</param>
    public HoldCancel SignedBy(PrivateKey client, NodeId relay) => this with { Client = Sign(client, relay) };

    private protected override TlvWriter WriteUnsigned(TlvWriter writer) => writer.AddBytes32(HoldCancelTlv.PaymentIdHash, PaymentIdHash);
}
