namespace LightningRod.Peering.Transport;

/// <summary>A ping that was queued and not yet answered.</summary>
internal sealed class PendingPing(ushort numPongBytes, bool isAwaited)
{
    private readonly TaskCompletionSource<PingOutcome>? _outcome =
        isAwaited ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    internal ushort NumPongBytes => numPongBytes;

    /// <summary>Whether somebody waits for the pong; a keep-alive is nobody's.</summary>
    internal bool IsAwaited => isAwaited;

    /// <summary>When it went to the socket, by the session's clock; null while it is queued.</summary>
    internal TimeSpan? WrittenAt { get; set; }

    internal Task<PingOutcome> Outcome => _outcome?.Task ?? throw new InvalidOperationException("A keep-alive is not awaited.");

    internal void End(PingOutcome outcome) => _outcome?.TrySetResult(outcome);
}
