using System.Diagnostics;

namespace LightningRod.Engine.Telemetry;

/// <summary>The engine's activities, and trace contexts as 25 bytes: trace id (16), span id (8), flags (1).</summary>
internal static class Tracing
{
    internal const int Length = 25;

    private const int SpanAt = 16;
    private const int FlagsAt = 24;

    internal static ActivitySource Source { get; } = new(InstrumentNames.Source);

    /// <summary>25 bytes, or none for no context.</summary>
    internal static ReadOnlyMemory<byte> Encode(ActivityContext context)
    {
        if (context == default) return default;
        var bytes = new byte[Length];
        context.TraceId.CopyTo(bytes);
        context.SpanId.CopyTo(bytes.AsSpan(SpanAt));
        bytes[FlagsAt] = (byte)context.TraceFlags;
        return bytes;
    }
}
