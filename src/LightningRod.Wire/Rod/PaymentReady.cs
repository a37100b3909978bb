using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Rod;

/// <summary><c>payment_ready</c>, payee to payer over the reply path: I am online; the hop at the payer's LSP releases the payment (sketch, step 6).</summary>
/// <param name="PaymentHashes">The hashes of own unpaid invoices that the payee is ready for.</param>
public sealed record PaymentReady(PaymentHashList PaymentHashes) : RodMessage
{
    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.PaymentReady;

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<PaymentReady> Parse(ReadOnlySpan<byte> bytes)
    {
        PaymentHashList? hashes = null;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            if (type == PaymentReadyTlv.PaymentHashes)
                hashes = PaymentHashList.Read(ref value);
            else
                tlvs.Unknown(ref value);
            tlvs.Close(ref value);
        }

        tlvs.Require(hashes is not null, "payment_hashes");
        return tlvs.Failed ? tlvs.Error : new PaymentReady(hashes!) { Unknown = tlvs.Unknowns };
    }

    private protected override TlvWriter Write(TlvWriter writer) => writer.Add(PaymentReadyTlv.PaymentHashes, PaymentHashes.WriteTo);
}
