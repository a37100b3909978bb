namespace LightningRod.Engine.Sqlite;

/// <summary>Times as they are stored: microseconds since 1970-01-01 UTC.</summary>
internal static class Microseconds
{
    internal static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
