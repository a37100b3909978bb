using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt12;

/// <summary>Where an invoice may be paid on chain instead: an entry of <c>invoice_fallbacks</c> (BOLT 12).</summary>
/// <param name="Version">The witness version.</param>
/// <param name="Program">The witness program.</param>
public readonly record struct FallbackAddress(byte Version, ByteString Program)
{
    /// <summary>Whether a payer on Bitcoin's chains may use it; others are to be ignored.</summary>
    /// <remarks>Version 0 has 20 or 32 bytes, version 1 has 32, versions 2 to 16 have 2 to 40.</remarks>
    public bool IsUsable => Version switch
    {
        0 => Program.Length is 20 or 32,
        1 => Program.Length == 32,
        <= 16 => Program.Length is >= 2 and <= 40,
        _ => false,
    };

    /// <summary>Reads one.</summary>
    /// <param name="reader">The reader.</param>
    public static FallbackAddress Read(ref WireReader reader) => new(reader.ReadByte(), reader.ReadBytes(reader.ReadUInt16()));

    /// <summary>Appends it.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="OverflowException">The program is longer than 65535 bytes.</exception>
    public void WriteTo(WireWriter writer) => writer.WriteByte(Version).WriteUInt16(checked((ushort)Program.Length)).Write(Program);
}
