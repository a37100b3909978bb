using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;

namespace LightningRod.Engine.Lanes;

/// <summary>Decides commands and puts what they want written into a batch.</summary>
/// <remarks>
/// Decisions build on events of the same batch that are not durable yet. If one of those is refused, so is what builds on it, and it is decided
/// again.
/// </remarks>
internal sealed class Stager(LaneParts parts, LaneShards shards, LaneActors actors, Answers answers)
{
    /// <summary>Decides one command of a loaded actor.</summary>
    internal void Decide(Batch batch, Resident resident, Ask ask)
    {
        if (ask.IsAbandoned)
        {
            ask.Finish(new AskResult.TimedOut());
            return;
        }

        if (shards.EpochOf(ask.Shard) is not { } epoch)
        {
            ask.Finish(new AskResult.NotMine(null));
            return;
        }

        if (ask.CommandId is { } command && batch.Find(ask.Shard, command) is { } leader)
        {
            batch.Add(new(resident, ask, epoch) { Leader = leader });
            return;
        }

        if (ask.Attempts++ == 0) parts.Instruments.TurnTaken(ask.Kind.Name, parts.Time.GetElapsedTime(ask.AskedAt));
        var cell = resident.Cell!;
        var before = cell.Mark;
        var now = new Moment(parts.Time.GetUtcNow(), parts.Heights.Highest);
        var category = QuarantineCategory.DecideFailed;
        try
        {
            var decision = cell.Decide(ask.Command, now);
            category = QuarantineCategory.ApplyFailed;
            cell.Apply(decision.Events.AsSpan(), decision.Soft.AsSpan());
            if (decision.WritesNothing)
            {
                Answer(batch, resident, ask, decision.Reply, epoch);
                return;
            }

            category = QuarantineCategory.DecideFailed;
            var append = Encode(ask, decision, epoch, before.Sequence + 1, now.Time);
            if (!decision.Events.IsEmpty) resident.SpeculatesIn = batch.Number;
            batch.Add(new(resident, ask, epoch) { Reply = decision.Reply, Append = append, Effects = decision.Effects, Before = before });
        }
        catch (Exception thrown)
        {
            // Nothing of this decision is in the batch; earlier ones of the actor are, and they count.
            ask.Finish(new AskResult.Quarantined(category));
            actors.SetAside(resident, new(category, $"{ask.Original.GetType().Name}: {ActorFailure.Describe(thrown)}"));
        }
    }

    private void Answer(Batch batch, Resident resident, Ask ask, IReply? reply, long epoch)
    {
        // What it says may rest on events that are not durable yet.
        if (resident.SpeculatesIn == batch.Number) batch.Add(new(resident, ask, epoch) { Reply = reply });
        else answers.WithoutWriting(ask, reply, epoch);
    }

    private ActorAppend Encode(Ask ask, Decision decision, long epoch, long firstSequence, DateTimeOffset at)
    {
        var codec = ask.Kind.Codec;
        return new(ask.Actor, ask.Shard, epoch, firstSequence, at)
        {
            Events = ImmutableArray.CreateRange(decision.Events, codec.Encode),
            EndsInCheckpoint = !decision.Events.IsEmpty && decision.Events[^1] is ICheckpoint,
            Command = ask.CommandId,
            Reply = decision.Reply is { } reply && ask.CommandId is not null ? codec.Encode(reply) : null,
            Effects = ImmutableArray.CreateRange(decision.Effects, effect => (effect.Destination, codec.Encode(effect))),
            FirstEffectPosition = decision.Effects.IsEmpty ? 0 : shards.TakePositions(ask.Shard, decision.Effects.Length),
            Alarm = decision.Alarm,
            Index = decision.Index,
            Content = decision.Content,
            View = decision.View,
            TraceContext = ask.Trace,
        };
    }
}
