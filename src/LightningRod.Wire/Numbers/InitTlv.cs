namespace LightningRod.Wire.Numbers;

/// <summary>Records of <c>init_tlvs</c> (BOLT 1).</summary>
public static class InitTlv
{
    /// <summary>networks, BOLT 1.</summary>
    [WireNumber("networks", "BOLT 1")]
    public const ulong Networks = 1;

    /// <summary>remote_addr, BOLT 1.</summary>
    [WireNumber("remote_addr", "BOLT 1")]
    public const ulong RemoteAddress = 3;
}
