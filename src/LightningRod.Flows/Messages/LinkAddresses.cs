using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Messages;

/// <summary>Addresses of a relay as the token of its device: address descriptors of BOLT 7, in base64.</summary>
internal static class LinkAddresses
{
    internal const int MaxCount = 8;

    internal static string ToText(ValueList<NetworkAddress> addresses)
    {
        var writer = new WireWriter();
        NetworkAddress.WriteList(writer, addresses.Take(MaxCount));
        return Convert.ToBase64String(writer.ToArray());
    }

    /// <summary>The addresses; none when the text is none of ours.</summary>
    internal static IReadOnlyList<NetworkAddress> Parse(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return [];
        var reader = new WireReader(bytes.AsSpan(0, length));
        return NetworkAddress.ReadList(ref reader, MaxCount);
    }
}
