namespace LightningRod.Testing;

/// <summary>What a call allocates on its own thread once it is warm.</summary>
public static class Allocations
{
    private const int Calls = 100;

    /// <summary>Bytes a call: the least of several rounds, since the runtime itself allocates now and then on the thread that it compiles for.</summary>
    public static long PerCall(Action call)
    {
        for (var i = 0; i < Calls; i++) call();
        return Enumerable.Range(0, 10).Select(_ => Round(call)).Min();
    }

    private static long Round(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
