namespace LightningRod.Peering;

/// <summary>How much of politeness a closing session gets.</summary>
internal enum CloseManner
{
    /// <summary>The socket goes at once.</summary>
    Abort,

    /// <summary>What is queued is dropped, a last word (<c>warning</c>) is sent, then the socket goes.</summary>
    LastWord,

    /// <summary>What is queued is sent, and the peer's end of the connection is awaited, so that nothing on its way is lost.</summary>
    Flush,
}
