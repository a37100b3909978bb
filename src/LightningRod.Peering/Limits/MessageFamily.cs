using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;

namespace LightningRod.Peering.Limits;

/// <summary>Kinds of messages that share a limit and a metric tag.</summary>
internal enum MessageFamily
{
    /// <summary><c>init</c>.</summary>
    Init,

    /// <summary><c>onion_message</c>.</summary>
    Onion,

    /// <summary>LSPS0, and types from 32768 on that go to the handler.</summary>
    Custom,

    /// <summary><c>ping</c>.</summary>
    Ping,

    /// <summary><c>pong</c>.</summary>
    Pong,

    /// <summary><c>warning</c> and <c>error</c>.</summary>
    Notice,

    /// <summary>Gossip, of which a node without channels makes nothing, and unknown odd types (BOLT 1: "it's ok to be odd").</summary>
    Ignored,

    /// <summary>Unknown even types.</summary>
    Unknown,
}

internal static class MessageFamilies
{
    internal static MessageFamily Of(ushort type, IReadOnlySet<ushort> evenCustomTypes) => type switch
    {
        MessageType.Init => MessageFamily.Init,
        MessageType.OnionMessage => MessageFamily.Onion,
        MessageType.Ping => MessageFamily.Ping,
        MessageType.Pong => MessageFamily.Pong,
        MessageType.Warning or MessageType.Error => MessageFamily.Notice,
        MessageType.ChannelAnnouncement or MessageType.ChannelUpdate => MessageFamily.Ignored,
        >= MessageType.CustomFirst when type % 2 == 1 || evenCustomTypes.Contains(type) => MessageFamily.Custom,
        _ => type % 2 == 1 ? MessageFamily.Ignored : MessageFamily.Unknown,
    };

    internal static MessageFamily Of(PeerMessage message) => message switch
    {
        Init => MessageFamily.Init,
        OnionMessage => MessageFamily.Onion,
        Ping => MessageFamily.Ping,
        Pong => MessageFamily.Pong,
        Notice => MessageFamily.Notice,
        _ => message.Type >= MessageType.CustomFirst ? MessageFamily.Custom : MessageFamily.Unknown,
    };
}
