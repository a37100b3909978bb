using System.Diagnostics.CodeAnalysis;
using System.Net;
using LightningRod.Wire.Primitives;

namespace LightningRod.Relay.Settings;

/// <summary>How endpoints, peers and chains are written in settings.</summary>
internal static class KnownTexts
{
    /// <summary>Highest feature bit that is worth its bytes in every <c>init</c>.</summary>
    internal const int HighestFeature = 9999;

    /// <summary>Reads <c>ADDRESS:PORT</c>; the port must be there.</summary>
    internal static bool TryEndPoint(string text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        // Without a port .NET takes 0, and of "::1:9735" it makes an address.
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        endPoint = null;
        return (host is ['[', .., ']'] || !host.Contains(':')) && colon >= 0 && colon < text.Length - 1 && IPEndPoint.TryParse(text, out endPoint);
    }

    /// <summary>Reads <c>NODEID@HOST:PORT</c>.</summary>
    internal static bool TryPeer(string text, out NodeId node, [NotNullWhen(true)] out NetworkAddress? address)
    {
        var at = text.IndexOf('@');
        (node, address) = (default, null);
        return at >= 0 && NodeId.TryParse(text.AsSpan(0, at), out node) && node.ToPublicKey(out _)
            && NetworkAddress.Parse(text.AsSpan(at + 1)).TryGet(out address, out _);
    }

    /// <summary>The chain of a name, or null for a name that is none.</summary>
    internal static ChainHash? ChainOf(string name) => name switch
    {
        "bitcoin" => ChainHash.Bitcoin,
        "testnet" => ChainHash.Testnet,
        "signet" => ChainHash.Signet,
        "regtest" => ChainHash.Regtest,
        _ => null,
    };
}
