namespace LightningRod.Actors.Mailbox;

/// <summary>Sums of times that do not overflow.</summary>
internal static class Times
{
    internal static DateTimeOffset Plus(this DateTimeOffset time, TimeSpan span) =>
        span >= DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + span;
}
