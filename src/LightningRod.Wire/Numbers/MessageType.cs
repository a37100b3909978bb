namespace LightningRod.Wire.Numbers;

/// <summary>Types of peer messages (BOLT 1, "Lightning Message Format").</summary>
public static class MessageType
{
    /// <summary>warning, BOLT 1.</summary>
    [WireNumber("warning", "BOLT 1")]
    public const ushort Warning = 1;

    /// <summary>init, BOLT 1.</summary>
    [WireNumber("init", "BOLT 1")]
    public const ushort Init = 16;

    /// <summary>error, BOLT 1.</summary>
    [WireNumber("error", "BOLT 1")]
    public const ushort Error = 17;

    /// <summary>ping, BOLT 1.</summary>
    [WireNumber("ping", "BOLT 1")]
    public const ushort Ping = 18;

    /// <summary>pong, BOLT 1.</summary>
    [WireNumber("pong", "BOLT 1")]
    public const ushort Pong = 19;

    /// <summary>update_add_htlc, BOLT 2.</summary>
    [WireNumber("update_add_htlc", "BOLT 2")]
    public const ushort UpdateAddHtlc = 128;

    /// <summary>revoke_and_ack, BOLT 2.</summary>
    [WireNumber("revoke_and_ack", "BOLT 2")]
    public const ushort RevokeAndAck = 133;

    /// <summary>channel_announcement, BOLT 7.</summary>
    [WireNumber("channel_announcement", "BOLT 7")]
    public const ushort ChannelAnnouncement = 256;

    /// <summary>channel_update, BOLT 7.</summary>
    [WireNumber("channel_update", "BOLT 7")]
    public const ushort ChannelUpdate = 258;

    /// <summary>onion_message, BOLT 4.</summary>
    [WireNumber("onion_message", "BOLT 4")]
    public const ushort OnionMessage = 513;

    /// <summary>lsps0, bLIP 50.</summary>
    [WireNumber("lsps0", "bLIP 50")]
    public const ushort Lsps0 = 37913;

    /// <summary>First type of the range for custom messages, BOLT 1.</summary>
    public const ushort CustomFirst = 32768;
}
