namespace LightningRod.Wire.Encodings;

/// <summary>Bech32 and Bech32m (BIP 173, BIP 350), and their alphabet without a checksum, as BOLT 12 uses it.</summary>
/// <remarks>
/// A word is 5 bits, kept in a byte. Readers accept all lower and all upper case, writers write lower case. What is allocated is
/// proportional to the input, and the whole input to <see cref="Decode"/> is bounded.
/// </remarks>
public static class Bech32
{
    /// <summary>Longest text that BIP 173 allows, characters.</summary>
    public const int DefaultLimit = 90;

    /// <summary>Highest limit that can be asked for, characters: no QR code holds more, and LND reads no longer invoice.</summary>
    public const int MaxLimit = 7_089;

    /// <summary>Length of the checksum, characters.</summary>
    public const int ChecksumLength = 6;

    /// <summary>Longest human-readable part, characters.</summary>
    public const int MaxPrefixLength = 83;

    private const char Separator = '1';
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const byte NoWord = 0xff;

    private static readonly byte[] WordOf = InvertAlphabet();
    private static readonly uint[] Generators = CombineGenerators();

    /// <summary>Writes a text with a checksum, in lower case.</summary>
    /// <param name="variant">Which checksum.</param>
    /// <param name="prefix">The human-readable part: 1 to 83 characters from 33 to 126, none of them upper case.</param>
    /// <param name="words">5-bit words.</param>
    /// <param name="limit">Longest text, characters, at most <see cref="MaxLimit"/>.</param>
    /// <exception cref="ArgumentException">The prefix or a word is not as described, or the text would be longer than the limit.</exception>
    public static string Encode(Bech32Variant variant, ReadOnlySpan<char> prefix, ReadOnlySpan<byte> words, int limit = DefaultLimit)
    {
        CheckLimit(limit);
        if (prefix.Length is 0 or > MaxPrefixLength)
            throw new ArgumentException($"A prefix has 1 to {MaxPrefixLength} characters.", nameof(prefix));
        if (prefix.ContainsAnyExceptInRange('!', '~') || prefix.ContainsAnyInRange('A', 'Z'))
            throw new ArgumentException("A prefix has printable ASCII characters in lower case.", nameof(prefix));
        var length = prefix.Length + 1 + words.Length + ChecksumLength;
        if (length > limit) throw new ArgumentException($"The text would have {length} characters, and {limit} are allowed.", nameof(words));

        Span<char> text = length <= 512 ? stackalloc char[length] : new char[length];
        prefix.CopyTo(text);
        text[prefix.Length] = Separator;
        WriteWords(text[(prefix.Length + 1)..], words);
        var sum = Sum(SumOfPrefix(prefix), words);
        for (var i = 0; i < ChecksumLength; i++) sum = Step(sum, 0);
        sum ^= ConstantOf(variant);
        for (var i = 0; i < ChecksumLength; i++) text[^(ChecksumLength - i)] = Alphabet[(int)(sum >> (5 * (ChecksumLength - 1 - i))) & 31];
        return new string(text);
    }

    /// <summary>Reads a text with either checksum.</summary>
    /// <param name="text">The whole text, nothing before or after it.</param>
    /// <param name="limit">Longest text, characters, at most <see cref="MaxLimit"/>.</param>
    /// <returns>
    /// Its parts, or with the offset in characters: <see cref="WireRule.TooLarge"/> above the limit; <see cref="WireRule.BadCharacter"/>;
    /// <see cref="WireRule.MixedCase"/>; <see cref="WireRule.BadPrefix"/> for no separator and an empty or too long human-readable part;
    /// <see cref="WireRule.UnexpectedEnd"/> when there is no room for a checksum; <see cref="WireRule.BadChecksum"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or above <see cref="MaxLimit"/>.</exception>
    public static Result<Bech32Text> Decode(ReadOnlySpan<char> text, int limit = DefaultLimit)
    {
        CheckLimit(limit);
        if (text.Length > limit) return new WireError(WireRule.TooLarge, limit, $"more than {limit} characters");
        if (text.IndexOfAnyExceptInRange('!', '~') is >= 0 and var bad) return NotInAlphabet(bad);
        if (MixedCaseAt(text) is >= 0 and var mixed) return MixedCase(mixed);

        var separator = text.LastIndexOf(Separator);
        if (separator < 0) return new WireError(WireRule.BadPrefix, 0, "no separator between a prefix and data");
        if (separator is 0 or > MaxPrefixLength) return new WireError(WireRule.BadPrefix, 0, $"a prefix has 1 to {MaxPrefixLength} characters");
        var start = separator + 1;
        if (text.Length - start < ChecksumLength) return new WireError(WireRule.UnexpectedEnd, text.Length, "no room for a checksum");

        var words = new byte[text.Length - start];
        if (ReadWords(text[start..], words) is >= 0 and var none) return NotInAlphabet(start + none);

        Span<char> prefix = stackalloc char[separator];
        text[..separator].ToLowerInvariant(prefix);
        var sum = Sum(SumOfPrefix(prefix), words);
        Bech32Variant variant;
        if (sum == ConstantOf(Bech32Variant.Bech32))
            variant = Bech32Variant.Bech32;
        else if (sum == ConstantOf(Bech32Variant.Bech32m))
            variant = Bech32Variant.Bech32m;
        else
            return new WireError(WireRule.BadChecksum, text.Length - ChecksumLength, "the checksum does not match: a character was mistyped or lost");

        return new Bech32Text(new string(prefix), ByteString.Own(words.AsMemory(0, words.Length - ChecksumLength)), variant);
    }

    /// <summary>Writes words in the alphabet, in lower case, without prefix and checksum.</summary>
    /// <param name="words">5-bit words.</param>
    /// <exception cref="ArgumentException">A word has more than 5 bits.</exception>
    public static string EncodeWords(ReadOnlySpan<byte> words) => string.Create(words.Length, words, WriteWords);

    /// <summary>Reads words of the alphabet, all lower or all upper case, without prefix and checksum.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>
    /// One word per character, or <see cref="WireRule.BadCharacter"/> or <see cref="WireRule.MixedCase"/> with the offset in characters.
    /// </returns>
    public static Result<byte[]> DecodeWords(ReadOnlySpan<char> text)
    {
        var words = new byte[text.Length];
        if (ReadWords(text, words) is >= 0 and var bad) return NotInAlphabet(bad);
        if (MixedCaseAt(text) is >= 0 and var mixed) return MixedCase(mixed);
        return words;
    }

    /// <summary>Regroups bytes into 5-bit words; the last one is padded with zero bits.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte[] ToWords(ReadOnlySpan<byte> bytes)
    {
        var words = new byte[(int)(((long)bytes.Length * 8 + 4) / 5)];
        int bits = 0, count = 0;
        uint buffer = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (bits += 8; bits >= 5;) words[count++] = (byte)((buffer >> (bits -= 5)) & 31);
        }

        if (bits > 0) words[count] = (byte)((buffer << (5 - bits)) & 31);
        return words;
    }

    /// <summary>Regroups 5-bit words into bytes.</summary>
    /// <param name="words">The words.</param>
    /// <returns>
    /// The bytes, or <see cref="WireRule.BadPadding"/> at the last word when 5 or more bits are left over or one of them is not zero.
    /// </returns>
    /// <exception cref="ArgumentException">A word has more than 5 bits.</exception>
    public static Result<byte[]> ToBytes(ReadOnlySpan<byte> words)
    {
        if (words.Length * 5L % 8 >= 5) return new WireError(WireRule.BadPadding, words.Length - 1, "a word more than the bytes need");
        var bytes = new byte[words.Length * 5L / 8];
        return Pack(words, bytes) == 0 ? bytes : new WireError(WireRule.BadPadding, words.Length - 1, "padding bits are not zero");
    }

    /// <summary>Regroups 5-bit words into as many whole bytes as they fill.</summary>
    /// <param name="words">The words.</param>
    /// <param name="bytes">Exactly as many bytes as the words fill.</param>
    /// <returns>The bits that are left over, fewer than 8, at the right.</returns>
    /// <exception cref="ArgumentException">A word has more than 5 bits.</exception>
    internal static byte Pack(ReadOnlySpan<byte> words, Span<byte> bytes)
    {
        int bits = 0, count = 0;
        uint buffer = 0;
        foreach (var word in words)
        {
            if (word > 31) throw NotAWord();
            buffer = (buffer << 5) | word;
            bits += 5;
            if (bits >= 8) bytes[count++] = (byte)(buffer >> (bits -= 8));
        }

        return (byte)(buffer & ((1u << bits) - 1));
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }

    private static void WriteWords(Span<char> text, ReadOnlySpan<byte> words)
    {
        for (var i = 0; i < words.Length; i++) text[i] = words[i] <= 31 ? Alphabet[words[i]] : throw NotAWord();
    }

    /// <returns>Offset of the first character outside the alphabet, or -1.</returns>
    private static int ReadWords(ReadOnlySpan<char> text, Span<byte> words)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var word = c < 128 ? WordOf[c] : NoWord;
            if (word == NoWord) return i;
            words[i] = word;
        }

        return -1;
    }

    /// <returns>Offset of the first letter whose case differs from the first letter's, or -1.</returns>
    private static int MixedCaseAt(ReadOnlySpan<char> text)
    {
        var upper = text.IndexOfAnyInRange('A', 'Z');
        if (upper < 0) return -1;
        var lower = text.IndexOfAnyInRange('a', 'z');
        return lower < 0 ? -1 : Math.Max(upper, lower);
    }

    private static uint Sum(uint sum, ReadOnlySpan<byte> words)
    {
        foreach (var word in words) sum = Step(sum, word);
        return sum;
    }

    private static uint SumOfPrefix(ReadOnlySpan<char> prefix)
    {
        uint sum = 1;
        foreach (var c in prefix) sum = Step(sum, (uint)c >> 5);
        sum = Step(sum, 0);
        foreach (var c in prefix) sum = Step(sum, c & 31u);
        return sum;
    }

    private static uint Step(uint sum, uint word) => ((sum & 0x1ffffff) << 5) ^ word ^ Generators[sum >> 25];

    private static uint ConstantOf(Bech32Variant variant) => variant switch
    {
        Bech32Variant.Bech32 => 1,
        Bech32Variant.Bech32m => 0x2bc830a3,
        _ => throw new ArgumentOutOfRangeException(nameof(variant)),
    };

    private static byte[] InvertAlphabet()
    {
        var words = new byte[128];
        Array.Fill(words, NoWord);
        for (var i = 0; i < Alphabet.Length; i++) words[Alphabet[i]] = words[char.ToUpperInvariant(Alphabet[i])] = (byte)i;
        return words;
    }

    /// <summary>The BCH code's five generators, combined for each value of the five bits that leave the register in a step.</summary>
    private static uint[] CombineGenerators()
    {
        ReadOnlySpan<uint> generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var combined = new uint[32];
        for (var top = 0; top < combined.Length; top++)
        {
            for (var i = 0; i < generators.Length; i++) combined[top] ^= ((top >> i) & 1) != 0 ? generators[i] : 0;
        }

        return combined;
    }

    private static WireError NotInAlphabet(int offset) => new(WireRule.BadCharacter, offset, "a character outside the Bech32 alphabet");

    private static WireError MixedCase(int offset) => new(WireRule.MixedCase, offset, "upper and lower case are mixed");

    private static ArgumentException NotAWord() => new("A word has 5 bits.");
}
