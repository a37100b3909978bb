using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary><c>payment_data</c>: the payee's secret and the sum of all parts of a payment (BOLT 4).</summary>
/// <param name="Secret">The invoice's payment secret; towards a trampoline node, a fresh one.</param>
/// <param name="Total">The sum of all parts.</param>
public readonly record struct PaymentData(PaymentSecret Secret, Msat Total)
{
    internal static PaymentData Read(ref WireReader reader) => new(new(reader.ReadBytes32()), new(reader.ReadTruncatedUInt64()));

    internal void WriteTo(WireWriter writer) => writer.WriteBytes32(Secret.Value).WriteTruncated(Total.Value);
}
