namespace LightningRod.Ports.Messages;

/// <summary>What became of the wish for a connection.</summary>
public enum DialOutcome
{
    /// <summary>The peer is connected, by this call or before; <see cref="CarrierPeerConnected"/> tells its session.</summary>
    Connected,

    /// <summary>No address answered in time, or another key answered.</summary>
    Unreachable,

    /// <summary>No address may be dialled: private, loopback, link-local, or of a kind that the carrier does not speak.</summary>
    Forbidden,

    /// <summary>The carrier cannot dial.</summary>
    NotSupported,
}
