using System.Buffers;
using System.Text;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt12;

/// <summary>The human-readable name over which a payer found an offer: <c>name@domain</c> (BIP 353; BOLT 12, <c>invreq_bip_353_name</c>).</summary>
/// <param name="Name">At most 255 of the characters 0-9, a-z, A-Z, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="Domain">Likewise.</param>
public readonly record struct Bip353Name(string Name, string Domain)
{
    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_."u8);

    /// <summary>Reads both parts, each behind its length in one byte.</summary>
    /// <param name="reader">The reader; it fails with <see cref="WireRule.BadCharacter"/> for other characters.</param>
    public static Bip353Name Read(ref WireReader reader)
    {
        var name = ReadPart(ref reader);
        return new(name, ReadPart(ref reader));
    }

    /// <summary>Appends both parts.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="OverflowException">A part is longer than 255 characters.</exception>
    public void WriteTo(WireWriter writer) =>
        writer.WriteByte(checked((byte)Encoding.UTF8.GetByteCount(Name))).WriteUtf8(Name)
            .WriteByte(checked((byte)Encoding.UTF8.GetByteCount(Domain))).WriteUtf8(Domain);

    /// <summary>For example <c>alice@example.com</c>.</summary>
    public override string ToString() => $"{Name}@{Domain}";

    private static string ReadPart(ref WireReader reader)
    {
        var length = reader.ReadByte();
        var offset = reader.Offset;
        var part = reader.ReadSpan(length);
        if (part.IndexOfAnyExcept(Allowed) is >= 0 and var bad)
        {
            reader.Fail(new WireError(WireRule.BadCharacter, offset + bad, "a name has the characters 0-9, a-z, A-Z, -, _ and ."));
            return "";
        }

        return Encoding.ASCII.GetString(part);
    }
}
