namespace LightningRod.Wire.Numbers;

/// <summary>Types of <c>address descriptor</c> (BOLT 7, "The node_announcement Message").</summary>
public static class AddressDescriptor
{
    /// <summary>ipv4, BOLT 7.</summary>
    [WireNumber("ipv4", "BOLT 7")]
    public const byte IPv4 = 1;

    /// <summary>ipv6, BOLT 7.</summary>
    [WireNumber("ipv6", "BOLT 7")]
    public const byte IPv6 = 2;

    /// <summary>Tor v2 onion service, BOLT 7: deprecated; readers skip its 12 bytes.</summary>
    [WireNumber("torv2", "BOLT 7")]
    public const byte TorV2 = 3;

    /// <summary>Tor v3 onion service, BOLT 7.</summary>
    [WireNumber("torv3", "BOLT 7")]
    public const byte TorV3 = 4;

    /// <summary>DNS hostname, BOLT 7.</summary>
    [WireNumber("dns_hostname", "BOLT 7")]
    public const byte DnsHostname = 5;
}
