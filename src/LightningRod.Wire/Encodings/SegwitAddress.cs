namespace LightningRod.Wire.Encodings;

/// <summary>A witness version and program, as a Bech32 (version 0) or Bech32m (1 to 16) address shows them (BIP 141, BIP 173, BIP 350).</summary>
public sealed record SegwitAddress
{
    private const byte MaxVersion = 16;

    private SegwitAddress(string prefix, byte version, ByteString program) => (Prefix, Version, Program) = (prefix, version, program);

    /// <summary>The human-readable part: <c>bc</c>, <c>tb</c> (testnet and signet) or <c>bcrt</c>.</summary>
    public string Prefix { get; }

    /// <summary>Witness version, 0 to 16.</summary>
    public byte Version { get; }

    /// <summary>Witness program, 2 to 40 bytes; 20 or 32 for version 0.</summary>
    public ByteString Program { get; }

    /// <summary>The output script that pays to the address: the version's opcode and a push of the program.</summary>
    public ByteString ScriptPubKey => ScriptFor(Version, Program);

    /// <summary>Puts an address together.</summary>
    /// <param name="prefix"><c>bc</c>, <c>tb</c> or <c>bcrt</c>.</param>
    /// <param name="version">0 to 16.</param>
    /// <param name="program">The witness program; copied.</param>
    /// <returns>
    /// The address, or <see cref="WireRule.BadPrefix"/>, <see cref="WireRule.ValueOutOfRange"/> for the version or
    /// <see cref="WireRule.WrongLength"/> for the program.
    /// </returns>
    public static Result<SegwitAddress> Create(string prefix, byte version, ReadOnlySpan<byte> program)
    {
        if (!IsKnown(prefix)) return UnknownPrefix();
        if (version > MaxVersion) return UnknownVersion(0);
        if (!IsProgram(version, program.Length)) return WrongProgram(0);
        return new SegwitAddress(prefix, version, ByteString.CopyOf(program));
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The whole address, all lower or all upper case.</param>
    /// <returns>
    /// The address, or with the offset in characters what <see cref="Bech32.Decode"/> gives and: <see cref="WireRule.BadPrefix"/> for an unknown
    /// chain; <see cref="WireRule.UnexpectedEnd"/> without data; <see cref="WireRule.ValueOutOfRange"/> for a version above 16;
    /// <see cref="WireRule.BadChecksum"/> for the other variant's checksum; <see cref="WireRule.BadPadding"/>;
    /// <see cref="WireRule.WrongLength"/> for a program that the version does not allow.
    /// </returns>
    public static Result<SegwitAddress> Decode(ReadOnlySpan<char> text)
    {
        if (!Bech32.Decode(text).TryGet(out var parts, out var error)) return error;
        if (!IsKnown(parts.Prefix)) return UnknownPrefix();
        var start = parts.Prefix.Length + 1;
        var words = parts.Words.Span;
        if (words.IsEmpty) return new WireError(WireRule.UnexpectedEnd, start, "no witness version");
        var version = words[0];
        if (version > MaxVersion) return UnknownVersion(start);
        if (parts.Variant != VariantOf(version))
            return new WireError(WireRule.BadChecksum, start + words.Length, $"witness version {version} has a {VariantOf(version)} checksum");
        if (!Bech32.ToBytes(words[1..]).TryGet(out var program, out error)) return error.Within(start + 1);
        if (!IsProgram(version, program.Length)) return WrongProgram(start + 1);
        return new SegwitAddress(parts.Prefix, version, ByteString.Own(program));
    }

    /// <summary>The address in lower case.</summary>
    public override string ToString() => Bech32.Encode(VariantOf(Version), Prefix, [Version, .. Bech32.ToWords(Program)]);

    /// <summary>Whether a witness program of a version can have a length (BIP 141).</summary>
    internal static bool IsProgram(byte version, int length) => version == 0 ? length is 20 or 32 : length is >= 2 and <= 40;

    internal static ByteString ScriptFor(byte version, ByteString program) =>
        ByteString.Own((byte[])[version == 0 ? (byte)0 : (byte)(0x50 + version), (byte)program.Length, .. program.Span]);

    private static bool IsKnown(string prefix) => prefix is "bc" or "tb" or "bcrt";

    private static Bech32Variant VariantOf(byte version) => version == 0 ? Bech32Variant.Bech32 : Bech32Variant.Bech32m;

    private static WireError UnknownPrefix() => new(WireRule.BadPrefix, 0, "an address begins with bc, tb or bcrt");

    private static WireError UnknownVersion(int offset) => new(WireRule.ValueOutOfRange, offset, $"a witness version is at most {MaxVersion}");

    private static WireError WrongProgram(int offset) => new(WireRule.WrongLength, offset, "the version does not allow a program of this length");
}
