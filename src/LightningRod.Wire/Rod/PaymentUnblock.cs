using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary>
/// <c>payment_unblock</c> in a hop's encrypted data: the secret that opens a hold at this hop, and the payer's node id when the path ends here
/// (sketch, step 6). 32 or 65 bytes.
/// </summary>
/// <param name="Secret">The payment id of a hold, or the nonce of one born by its HTLC.</param>
/// <param name="Payer">The payer; null when the message goes on to it, so that the next hop tells.</param>
public readonly record struct PaymentUnblock(PaymentId Secret, NodeId? Payer)
{
    /// <summary>Reads the value to its end.</summary>
    /// <param name="reader">A reader of the record's value.</param>
    public static PaymentUnblock Read(ref WireReader reader) =>
        new(new PaymentId(reader.ReadBytes32()), reader.Remaining > 0 ? reader.ReadNodeId() : null);

    /// <summary>The value: 32 or 65 bytes.</summary>
    public ByteString ToBytes()
    {
        var writer = new WireWriter().WriteBytes32(Secret.Value);
        return (Payer is { } payer ? writer.WriteNodeId(payer) : writer).ToByteString();
    }
}
