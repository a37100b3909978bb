using LightningRod.Engine.Async;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Effects;

/// <summary>Takes effects that are done out of the journal, many at a time.</summary>
/// <remarks>Thread-safe. What it holds is bounded by what its outlets have in memory.</remarks>
internal sealed class CompletionWriter(
    IJournal journal, OutboxBook book, BackgroundTasks background, RetryPolicy retry, StorageFailures storage, CancellationToken stop)
{
    private const int MostRows = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<PendingEffect> _done = new();
    private bool _isWriting;

    internal void Add(PendingEffect done)
    {
        lock (_gate)
        {
            _done.Enqueue(done);
            if (_isWriting) return;
            _isWriting = true;
        }

        background.Run("completing effects", WriteAsync);
    }

    private async Task WriteAsync()
    {
        var failures = 0;
        var batch = new List<PendingEffect>();
        var epochs = new Dictionary<byte, long>();
        while (true)
        {
            lock (_gate)
            {
                while (batch.Count < MostRows && _done.TryPeek(out var next))
                {
                    if (epochs.GetValueOrDefault(next.Shard, next.Epoch) != next.Epoch) break;
                    epochs[next.Shard] = next.Epoch;
                    batch.Add(_done.Dequeue());
                }

                _isWriting = batch.Count > 0;
                if (!_isWriting) return;
            }

            try
            {
                await journal.CompleteEffectsAsync(epochs, [.. batch.Select(row => (row.Shard, row.Position))], stop);
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                storage.Failed("complete_effects", thrown);
                await retry.WaitAsync(++failures, stop);
                continue;
            }

            failures = 0;
            foreach (var row in batch) book.Close(row);
            batch.Clear();
            epochs.Clear();
        }
    }
}
