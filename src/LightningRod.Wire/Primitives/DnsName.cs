using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Primitives;

/// <summary>Which ASCII names may be given to a resolver.</summary>
internal static class DnsName
{
    internal const int MaxLength = 253;

    private const int MaxLabelLength = 63;

    /// <summary>What is wrong with a name, or null.</summary>
    internal static WireError? Check(ReadOnlySpan<byte> name, int offset)
    {
        if (name.Length is 0 or > MaxLength) return new WireError(WireRule.WrongLength, offset, $"a host name has 1 to {MaxLength} characters");
        var label = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] == '.')
            {
                if (i - label is 0 or > MaxLabelLength)
                    return new WireError(WireRule.WrongLength, offset + label, $"a label of a host name has 1 to {MaxLabelLength} characters");
                if (i < name.Length) label = i + 1;
            }
            else if (!char.IsAsciiLetterOrDigit((char)name[i]) && name[i] is not ((byte)'-' or (byte)'_'))
            {
                return new WireError(WireRule.BadCharacter, offset + i, "a host name has letters, digits, hyphens, underscores and dots");
            }
        }

        var last = name[label..];
        // Resolvers take 2130706433, 127.1 and 1.0x7f for IP addresses, so such names would go round every check of addresses.
        if (last is [(byte)'0', (byte)'x' or (byte)'X', ..] || !last.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return new WireError(WireRule.BadCharacter, offset + label, "a host name does not end in a number");
        return last.Length == 5 && System.Text.Ascii.EqualsIgnoreCase(last, "onion"u8) // never for a resolver (RFC 7686)
            ? new WireError(WireRule.BadCharacter, offset + label, "an onion service is no host name")
            : null;
    }
}
