using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine;

/// <summary>Makes the journal forget what nobody will ask for: old replies, and events before checkpoints.</summary>
internal sealed class Housekeeping(IJournal journal, EngineOptions options, TimeProvider time, StorageFailures storage, CancellationToken stop)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    internal async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stop);
            try
            {
                await journal.TrimAsync(time.GetUtcNow() - options.KeepRepliesFor, stop);
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                storage.Failed("trim", thrown);
            }
        }
    }
}
