namespace LightningRod.Ports.Messages;

/// <summary>What became of a message that was given to a carrier.</summary>
public enum SendOutcome
{
    /// <summary>It was written to the connection, or taken by the node; whether the peer has it is not known.</summary>
    Sent,

    /// <summary>The peer has it: it answered what was sent after it on the same connection. Only by
    /// <see cref="IMessageCarrier.DeliverAsync"/>.</summary>
    Acknowledged,

    /// <summary>The peer is not connected, or not by this session any more; nothing was sent, or it is not known what of it arrived.</summary>
    PeerGone,

    /// <summary>The connection is up and its buffer full, or the node's rate limit is reached; nothing was sent.</summary>
    Busy,

    /// <summary>The node behind the carrier cannot be reached.</summary>
    Unavailable,

    /// <summary>The carrier cannot do this.</summary>
    NotSupported,
}
