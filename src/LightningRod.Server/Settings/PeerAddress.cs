using System.Diagnostics.CodeAnalysis;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Settings;

/// <summary>A node and where to dial it, as people write it: <c>nodeid@host:port</c>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Where.</param>
public sealed record PeerAddress(NodeId Node, NetworkAddress Address)
{
    /// <summary>Reads one.</summary>
    /// <param name="text">66 hexadecimal digits, @, host, colon, port.</param>
    /// <param name="address">The address when true is returned.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PeerAddress? address)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        address = at > 0 && NodeId.TryParse(text.AsSpan(0, at), out var node) && node.ToPublicKey(out _)
            && NetworkAddress.Parse(text.AsSpan(at + 1)).TryGet(out var where, out _)
            ? new(node, where)
            : null;
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}@{Address}";
}
