using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary><c>nonce_release</c>, payee to the payer's LSP: opens the hold that was born by an HTLC with this nonce's hash.</summary>
/// <param name="Nonce">The nonce; its SHA-256 stood in the HTLC's onion.</param>
public sealed record NonceRelease(PaymentId Nonce) : RodMessage
{
    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.NonceRelease;

    /// <summary>The payer, only where no reply path tells it.</summary>
    public NodeId? ClientNodeId { get; init; }

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<NonceRelease> Parse(ReadOnlySpan<byte> bytes)
    {
        PaymentId? nonce = null;
        NodeId? client = null;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case NonceReleaseTlv.Nonce: nonce = new(value.ReadBytes32()); break;
                case NonceReleaseTlv.ClientNodeId: client = value.ReadNodeId(); break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(nonce is not null, "nonce");
        return tlvs.Failed ? tlvs.Error : new NonceRelease(nonce!.Value) { ClientNodeId = client, Unknown = tlvs.Unknowns };
    }

    private protected override TlvWriter Write(TlvWriter writer) => writer
        .AddBytes32(NonceReleaseTlv.Nonce, Nonce.Value)
        .AddNodeId(NonceReleaseTlv.ClientNodeId, ClientNodeId);
}
