using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary><c>hold_request</c>, payer to its LSP's relay: hold the HTLCs of these payment hashes until the payment id is shown (sketch, step 2).</summary>
/// <param name="PaymentIdHash">SHA-256 of the payment id: the hold's name.</param>
/// <param name="PaymentHashes">The payment hashes, one for a whole payment or one for each part.</param>
/// <param name="ExpiryHeight">Last height at which the hold may be opened.</param>
/// <param name="MaxAmount">The sum of all incoming parts that may be held, with the fees that they bring; at most 21 million bitcoin.</param>
public sealed record HoldRequest(Bytes32 PaymentIdHash, PaymentHashList PaymentHashes, BlockHeight ExpiryHeight, Msat MaxAmount) : SignedRodMessage
{
    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.HoldRequest;

    private protected override string Name => "hold_request";

    private protected override ulong ClientNodeIdType => HoldRequestTlv.ClientNodeId;

    private protected override ulong SignatureType => HoldRequestTlv.Signature;

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<HoldRequest> Parse(ReadOnlySpan<byte> bytes)
    {
        Bytes32? paymentIdHash = null;
        PaymentHashList? hashes = null;
        BlockHeight? expiry = null;
        Msat? amount = null;
        NodeId? client = null;
        MessageSignature? signature = null;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case HoldRequestTlv.PaymentIdHash: paymentIdHash = value.ReadBytes32(); break;
                case HoldRequestTlv.PaymentHashes: hashes = PaymentHashList.Read(ref value); break;
                case HoldRequestTlv.ExpiryHeight: expiry = new(value.ReadTruncatedUInt32()); break;
                case HoldRequestTlv.MaxAmount: amount = value.ReadTruncatedMsat(); break;
                case HoldRequestTlv.ClientNodeId: client = value.ReadNodeId(); break;
                case HoldRequestTlv.Signature: signature = ReadSignature(ref value); break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(paymentIdHash is not null, "payment_id_hash");
        tlvs.Require(hashes is not null, "payment_hashes");
        tlvs.Require(expiry is not null, "expiry_height");
        tlvs.Require(amount is not null, "max_amount_msat");
        var signer = Pair(ref tlvs, client, signature);
        return tlvs.Failed
            ? tlvs.Error
            : new HoldRequest(paymentIdHash!.Value, hashes!, expiry!.Value, amount!.Value) { Client = signer, Unknown = tlvs.Unknowns };
    }

    /// <summary>The same request, signed by the client for a relay.</summary>
    /// <param name="client">The client's node key.</param>
    /// <param name="relay">The relay's node id.</param>
    public HoldRequest SignedBy(PrivateKey client, NodeId relay) => this with { Client = Sign(client, relay) };

    private protected override TlvWriter WriteUnsigned(TlvWriter writer) => writer
        .AddBytes32(HoldRequestTlv.PaymentIdHash, PaymentIdHash)
        .Add(HoldRequestTlv.PaymentHashes, PaymentHashes.WriteTo)
        .AddTruncated(HoldRequestTlv.ExpiryHeight, ExpiryHeight.Value)
        .AddTruncated(HoldRequestTlv.MaxAmount, MaxAmount.Value);
}
