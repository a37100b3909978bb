using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LightningRod.Fuzz;

/// <summary>How long the present thread has worked. While it waits for its turn on a busy machine it gets no older.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;

    internal static TimeSpan Now =>
        OperatingSystem.IsLinux() && clock_gettime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        internal readonly nint Seconds;
        internal readonly nint Nanoseconds;
    }
}
