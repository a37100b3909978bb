namespace LightningRod.Peering;

/// <summary>How a ping ended (<see cref="PeerSession.PingAsync"/>).</summary>
public enum PingOutcome
{
    /// <summary>The pong came: the peer has read every message that was queued on this session before the ping.</summary>
    Answered,

    /// <summary>The queue or the list of unanswered pings is full. Nothing was sent.</summary>
    Busy,

    /// <summary>The session closed before the pong came. What the peer has read is not known.</summary>
    Closed,
}
