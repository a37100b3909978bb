namespace LightningRod.Wire.Encodings;

/// <summary>One record of a TLV stream (BOLT 1, "Type-Length-Value Format").</summary>
/// <param name="Type">The type, a BigSize.</param>
/// <param name="Value">The value, without type and length.</param>
public readonly record struct TlvRecord(ulong Type, ByteString Value)
{
    /// <summary>Whether a reader that does not know the type must refuse the stream.</summary>
    public bool IsEven => Type % 2 == 0;

    /// <summary>Length of the whole record on the wire, bytes.</summary>
    public int EncodedLength => BigSize.Length(Type) + BigSize.Length((ulong)Value.Length) + Value.Length;

    /// <summary>Appends type, length and value.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer) => writer.WriteBigSize(Type).WriteBigSize((ulong)Value.Length).Write(Value);
}
