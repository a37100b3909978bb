namespace LightningRod.Wire.Numbers;

/// <summary>Records of <c>revoke_and_ack_tlvs</c> (BOLT 2).</summary>
public static class RevokeAndAckTlv
{
    /// <summary>release_held_htlc_message_paths, BOLT 2, pull 1149.</summary>
    [WireNumber("release_held_htlc_message_paths", "BOLT 2, pull 1149")]
    public const ulong ReleaseHeldHtlcPaths = 0;

    /// <summary>release_held_htlc_message_paths, LDK.</summary>
    [WireNumber("release_held_htlc_message_paths", "LDK", Dialect.Ldk)]
    public const ulong ReleaseHeldHtlcPathsLdk = 75537;
}
