using System.Net;

namespace LightningRod.Wire.Primitives;

/// <summary>Tells addresses of the public internet from those that lead back into somebody's own network.</summary>
/// <remarks>
/// The IANA registries of special-purpose addresses. Of IPv6 only global unicast (2000::/3) is public, without its special parts; what
/// carries an IPv4 address inside (mapped, NAT64) is judged by that, and refused where a tunnel would decide (6to4, Teredo, compatible).
/// </remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    private const int LengthOfV6 = 16;

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork[] SpecialV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /// <summary>Whether a stranger may send this process to an address.</summary>
    /// <param name="address">Version 4 or 6.</param>
    public static bool IsPublic(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[LengthOfV6];
        if (!address.TryWriteBytes(bytes, out var length)) return false;
        if (length != LengthOfV6) return !Contains(SpecialV4, address);
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        if (Nat64.Contains(address)) return IsPublic(new IPAddress(bytes[12..]));
        return GlobalV6.Contains(address) && !Contains(SpecialV6, address);
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
