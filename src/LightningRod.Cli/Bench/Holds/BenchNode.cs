using System.Collections.Concurrent;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>Stands for channel nodes: takes each answer at once, and tells who waits for the answers of a hold.</summary>
internal sealed class BenchNode : IEffectHandler
{
    private readonly ConcurrentDictionary<ActorId, Countdown> _awaited = [];

    /// <summary>Ends when so many answers for a hold went out; to be called before they are decided.</summary>
    internal Task Answers(ActorId hold, int count)
    {
        var countdown = new Countdown(count);
        _awaited[hold] = countdown;
        return countdown.Ended;
    }

    /// <inheritdoc/>
    public Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        if (_awaited.TryGetValue(context.Actor, out var countdown) && countdown.Count()) _awaited.TryRemove(context.Actor, out _);
        return Task.FromResult<EffectOutcome>(new EffectOutcome.Done());
    }

    private sealed class Countdown(int count)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        internal Task Ended => _ended.Task;

        internal bool Count()
        {
            if (Interlocked.Decrement(ref _left) > 0) return false;
            _ended.TrySetResult();
            return true;
        }
    }
}
