namespace LightningRod.Peering;

/// <summary>Why a session, or a connection on its way to one, was closed.</summary>
public enum CloseCode
{
    /// <summary>This side asked for it.</summary>
    Requested,

    /// <summary>This process stops.</summary>
    Stopping,

    /// <summary>The same node opened a newer session.</summary>
    Replaced,

    /// <summary>Both nodes dialled each other at the same time; the session that the lower node id dialled stays.</summary>
    Crossed,

    /// <summary>The peer ended the connection.</summary>
    RemoteClosed,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>No pong, or no progress in sending, for two ping intervals.</summary>
    Dead,

    /// <summary>The handshake was not done in time.</summary>
    HandshakeTimeout,

    /// <summary>The peer broke a rule of the handshake: it wants or has another key, or its bytes are none of BOLT 8.</summary>
    HandshakeFailed,

    /// <summary><c>init</c> did not come in time.</summary>
    InitTimeout,

    /// <summary>The first message was no <c>init</c>, or one that is too long.</summary>
    BadInit,

    /// <summary>The peer demands a feature that this node does not know (BOLT 9).</summary>
    UnknownRequiredFeature,

    /// <summary>The peer works with other chains only.</summary>
    ForeignChain,

    /// <summary>A message could not be authenticated.</summary>
    NotAuthentic,

    /// <summary>A message breaks a rule of its format, or is not allowed at its place.</summary>
    BadMessage,

    /// <summary>A message of an even type that this node does not know (BOLT 1).</summary>
    UnknownEvenType,

    /// <summary>A message was begun and not finished within two ping intervals.</summary>
    MessageTimeout,

    /// <summary>The peer is far above a limit, and dropping its messages is not enough.</summary>
    Flood,

    /// <summary>The peer sent an <c>error</c> that means all channels (BOLT 1).</summary>
    RemoteError,

    /// <summary>There is no room for another session.</summary>
    TooManySessions,

    /// <summary>Too many handshakes are in progress, in all or from one address.</summary>
    TooManyHandshakes,

    /// <summary>The <see cref="IPeerSessionHandler"/> threw.</summary>
    HandlerFailed,

    /// <summary>The <see cref="IPeerSessionHandler"/> kept a ping unanswered for a whole ping interval.</summary>
    HandlerTooSlow,

    /// <summary>The other side proved to have this node's own key: it is this node, or a copy of it.</summary>
    SameNode,
}
