using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;

namespace LightningRod.Engine.Lanes;

/// <summary>Draws the consequences of a batch's append.</summary>
internal sealed class Settler(LaneParts parts, LaneShards shards, LaneActors actors, Answers answers)
{
    private readonly List<Ask> _again = [];

    /// <summary>The journal said what became of each decision.</summary>
    internal void Settle(Batch batch, IReadOnlyList<AppendOutcome> outcomes)
    {
        var next = 0;
        foreach (var item in batch.Items)
        {
            if (item.Append is not null) SettleAppend(batch, item, outcomes[next++]);
            else if (item.Leader is not null) Follow(item);
            else if (item.Resident.LostEventsIn == batch.Number) _again.Add(item.Ask);
            else answers.WithoutWriting(item.Ask, item.Reply, item.Epoch);
        }

        actors.PutBack(_again);
        _again.Clear();
    }

    /// <summary>The storage failed: what is in memory of these actors cannot be trusted.</summary>
    internal void Fail(Batch batch, bool outcomeIsUnknown)
    {
        foreach (var item in batch.Items)
        {
            item.Finish(new AskResult.Unavailable(outcomeIsUnknown));
            actors.Drop(item.Resident);
        }

        if (!outcomeIsUnknown) return;
        foreach (var shard in batch.Appends.GroupBy(append => append.Shard))
        {
            var effects = shard.Where(append => !append.Effects.IsEmpty).ToList();
            parts.Listener.InDoubt(
                shard.Key, effects.Count == 0 ? null : (effects[0].FirstEffectPosition, effects[^1].FirstEffectPosition + effects[^1].Effects.Length - 1));
        }
    }

    private void SettleAppend(Batch batch, Staged item, AppendOutcome outcome)
    {
        switch (outcome)
        {
            case AppendOutcome.Written when item.Resident.LostEventsIn != batch.Number:
                parts.Listener.Written(item.Append!, item.Effects);
                item.Finish(new AskResult.Replied(item.Reply, item.Epoch));
                break;

            case AppendOutcome.Written:
                // The journal broke its promise: what this was decided on is not there. Nothing can take it back, so nobody may build on it.
                item.Finish(new AskResult.Unavailable(OutcomeIsUnknown: true));
                actors.SetAside(item.Resident, new(QuarantineCategory.SequenceGap, "A decision was written without those that it rests on."));
                break;

            case AppendOutcome.Fenced:
                parts.Instruments.AppendFenced();
                parts.Listener.Fenced(item.Append!.Shard, item.Epoch);
                item.Finish(new AskResult.NotMine(null));
                if (shards.AdoptedEpochOf(item.Append.Shard) == item.Epoch) LetGo(item.Append.Shard);
                break;

            case AppendOutcome.SequenceConflict:
                if (item.Resident.LostEventsIn != batch.Number) actors.Drop(item.Resident);
                item.Resident.LostEventsIn = batch.Number;
                _again.Add(item.Ask);
                break;

            case AppendOutcome.CommandRepeated:
                TakeBack(batch, item);
                answers.Repeated(item.Ask, item.Epoch);
                break;

            case AppendOutcome.IndexTaken:
                TakeBack(batch, item);
                _again.Add(item.Ask);
                if (!item.Resident.IsPaused) actors.Pause(item.Resident, "looking for an index entry", () => FindTakenAsync(item));
                break;
        }
    }

    private void LetGo(byte shard)
    {
        shards.Remove(shard);
        actors.LetGo(shard);
    }

    private static void TakeBack(Batch batch, Staged item)
    {
        if (item.Append!.Events.IsEmpty || item.Resident.LostEventsIn == batch.Number) return;

        // Everything before it is durable, so the state before it is as good as one that is read again.
        item.Resident.Cell?.GoBack(item.Before);
        item.Resident.LostEventsIn = batch.Number;
    }

    private void Follow(Staged item)
    {
        if (item.Leader!.Result is { } result) item.Finish(result);
        else _again.Add(item.Ask);
    }

    private async Task FindTakenAsync(Staged item)
    {
        try
        {
            foreach (var entry in item.Append!.Index.Where(entry => entry.Add))
            {
                var owner = await parts.Journal.FindActorAsync(item.Ask.Actor.Client, entry.Index, entry.Key, parts.Stop);
                if (owner is null || owner == item.Ask.Actor) continue;
                item.Ask.Command = new IndexTaken(item.Ask.Original, entry.Index, entry.Key);
                return;
            }
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // It is decided anew as it was asked, and the journal is asked again.
            parts.Storage.Failed("find_actor", thrown);
        }
    }
}
