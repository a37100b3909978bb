using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt11;

/// <summary>An on-chain address to pay to when Lightning fails: the <c>f</c> field (BOLT 11).</summary>
/// <param name="Version">Witness version 0 to 16, <see cref="P2Pkh"/> or <see cref="P2Sh"/>.</param>
/// <param name="Program">The witness program (2 to 40 bytes; 20 or 32 for version 0), or the 20-byte hash of a key or a script.</param>
public readonly record struct Bolt11Fallback(byte Version, ByteString Program)
{
    /// <summary>The version that says: 20 bytes, hash of a public key.</summary>
    public const byte P2Pkh = 17;

    /// <summary>The version that says: 20 bytes, hash of a script.</summary>
    public const byte P2Sh = 18;

    private const byte Push20 = 20, OpDup = 0x76, OpEqual = 0x87, OpEqualVerify = 0x88, OpHash160 = 0xa9, OpCheckSig = 0xac;

    /// <summary>The output script that pays to the address.</summary>
    public ByteString ScriptPubKey => Version switch
    {
        P2Pkh => ByteString.Own((byte[])[OpDup, OpHash160, Push20, .. Program.Span, OpEqualVerify, OpCheckSig]),
        P2Sh => ByteString.Own((byte[])[OpHash160, Push20, .. Program.Span, OpEqual]),
        _ => SegwitAddress.ScriptFor(Version, Program),
    };

    /// <summary>Whether a version is one that this reader knows; fields of others are skipped.</summary>
    internal static bool IsKnown(byte version) => version <= P2Sh;

    internal bool HasAllowedLength => Version >= P2Pkh ? Program.Length == Push20 : SegwitAddress.IsProgram(Version, Program.Length);
}
