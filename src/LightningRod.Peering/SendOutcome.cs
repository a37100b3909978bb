namespace LightningRod.Peering;

/// <summary>What became of a message that was given to <see cref="PeerSession.TrySend"/>.</summary>
public enum SendOutcome
{
    /// <summary>It is in the queue and goes out in order. That it arrived is known only by a later pong.</summary>
    Queued,

    /// <summary>The queue is full: the peer reads too slowly. Nothing was queued; try again later or give up.</summary>
    Busy,

    /// <summary>The session closes or is closed. Nothing was queued.</summary>
    Closed,
}
