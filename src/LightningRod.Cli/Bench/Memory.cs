namespace LightningRod.Cli.Bench;

/// <summary>What this process has in memory, after everything that nobody uses was given back.</summary>
internal static class Memory
{
    /// <summary>Bytes of objects.</summary>
    internal static long Heap()
    {
        GiveBack();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>Bytes of the process that stand in real memory.</summary>
    internal static long Resident()
    {
        GiveBack();
        return Environment.WorkingSet;
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
