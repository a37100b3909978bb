using System.Collections.Immutable;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Storage;

namespace LightningRod.Cli.Bench.Holds;

/// <summary>Decides lives of payments without an engine, and encodes what is to be written as the engine does.</summary>
/// <param name="epochs">The epoch of each shard.</param>
/// <remarks>Used by one thread at a time; counts the effects of each shard.</remarks>
internal sealed class Decider(IReadOnlyDictionary<byte, long> epochs)
{
    private readonly HeldPaymentActor _actor = new();
    private readonly HeldPaymentCodec _codec = new();
    private readonly long[] _effects = new long[IShardOwnership.ShardCount];

    /// <summary>What each step leads to, decided when it is asked for.</summary>
    /// <param name="life">The life.</param>
    /// <param name="steps">How many of its steps.</param>
    internal IEnumerable<ActorAppend> Decide(PaymentLife life, int steps)
    {
        var shard = HoldEngine.Map.ShardOf(life.Hold.Client);
        var (state, sequence) = (_actor.Initial(life.Hold), 1L);
        foreach (var step in life.Steps.Take(steps))
        {
            var now = TimeProvider.System.GetUtcNow();
            var decision = _actor.Decide(state, step.Command, new(now, PaymentLives.Height));
            foreach (var happened in decision.Events) state = _actor.Apply(state, happened);
            yield return Encode(life.Hold, shard, sequence, now, step, decision);
            sequence += decision.Events.Length;
        }
    }

    private ActorAppend Encode(ActorId actor, byte shard, long firstSequence, DateTimeOffset now, LifeStep step, Decision decision)
    {
        var firstEffect = decision.Effects.IsEmpty ? 0 : _effects[shard] + 1;
        _effects[shard] += decision.Effects.Length;
        return new(actor, shard, epochs[shard], firstSequence, now)
        {
            Events = ImmutableArray.CreateRange(decision.Events, _codec.Encode),
            Command = step.Id,
            Reply = decision.Reply is { } reply && step.Id is not null ? _codec.Encode(reply) : null,
            Effects = ImmutableArray.CreateRange(decision.Effects, effect => (effect.Destination, _codec.Encode(effect))),
            FirstEffectPosition = firstEffect,
            Alarm = decision.Alarm,
            Index = decision.Index,
            Content = decision.Content,
            View = decision.View,
        };
    }
}
