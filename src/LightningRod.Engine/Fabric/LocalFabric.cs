using System.Diagnostics;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Lanes;
using LightningRod.Engine.Shards;
using LightningRod.Engine.Telemetry;

namespace LightningRod.Engine.Fabric;

/// <summary>Brings commands to the actors of this member.</summary>
internal sealed class LocalFabric(
    ShardMap map, ActorKinds kinds, IShardOwnership ownership, Quarantine quarantine, Instruments instruments, TimeProvider time, EngineOptions options)
    : IActorFabric
{
    // Without a client behind them that waits, so long enough for any queue.
    private static readonly AskOptions Inner = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly ClientSlots _slots = new(options.CommandsPerClient);
    private Lane[] _lanes = [];
    private volatile bool _isOpen;

    /// <summary>Whether commands from outside are taken; the engine's own are as long as there are lanes.</summary>
    internal bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }

    public Task<AskResult> AskAsync(ActorId actor, ICommand command, AskOptions? options = null, CancellationToken cancel = default) =>
        AskAsync(actor, command, options ?? AskOptions.Default, isInner: false, cancel);

    /// <summary>Puts the lanes to use.</summary>
    internal void Use(Lane[] lanes) => _lanes = lanes;

    /// <summary>The lane of a shard.</summary>
    internal Lane LaneOf(byte shard) => _lanes[shard % _lanes.Length];

    /// <summary>Asks on behalf of the engine itself: of no client's bound, and also while the member stops.</summary>
    internal Task<AskResult> AskInnerAsync(ActorId actor, ICommand command, CommandId? commandId, CancellationToken cancel) =>
        AskAsync(actor, command, Inner with { CommandId = commandId }, isInner: true, cancel);

    private async Task<AskResult> AskAsync(ActorId actor, ICommand command, AskOptions options, bool isInner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancel.ThrowIfCancellationRequested();
        var kind = kinds.Of(actor);
        var began = time.GetTimestamp();
        using var activity = Tracing.Source.StartActivity("ask", ActivityKind.Internal, options.Trace);
        var trace = Tracing.Encode(activity?.Context ?? (options.Trace != default ? options.Trace : Activity.Current?.Context ?? default));

        var (ask, result) = Admit(actor, kind, command, options.CommandId, trace, began, isInner);
        if (ask is not null)
        {
            await using var timer = time.CreateTimer(Abandon, ask, options.Timeout, Timeout.InfiniteTimeSpan);
            await using var end = cancel.UnsafeRegister(Abandon, ask);
            result = await ask.Answer;
        }

        var outcome = result!.GetType().Name;
        instruments.CommandEnded(kind.Name, command.GetType().Name, outcome, time.GetElapsedTime(began));
        activity?.SetTag(InstrumentNames.KindTag, kind.Name).SetTag(InstrumentNames.OutcomeTag, outcome);
        if (result is AskResult.TimedOut) cancel.ThrowIfCancellationRequested();
        return result;
    }

    private (Ask? Ask, AskResult? Refusal) Admit(
        ActorId actor, ActorKind kind, ICommand command, CommandId? commandId, ReadOnlyMemory<byte> trace, long began, bool isInner)
    {
        if (_lanes.Length == 0 || !(isInner || _isOpen)) return (null, new AskResult.Unavailable(OutcomeIsUnknown: false));
        var shard = map.ShardOf(actor.Client);
        if (ownership.EpochOf(shard) is null) return (null, new AskResult.NotMine(null));
        if (quarantine.Find(actor) is { } category) return (null, new AskResult.Quarantined(category));

        if (!isInner && !_slots.TryTake(shard, actor.Client)) return (null, new AskResult.Busy(BusyBound.Client));
        var lane = LaneOf(shard);
        if (!lane.TryEnter(isInner))
        {
            if (!isInner) _slots.Give(shard, actor.Client);
            return (null, new AskResult.Busy(BusyBound.Lane));
        }

        var ask = new Ask(actor, shard, kind, command, commandId, trace, began) { Release = isInner ? LeaveInner : LeaveOuter };
        if (lane.TryPost(ask)) return (ask, null);
        ask.Finish(_isOpen ? new AskResult.Busy(BusyBound.Lane) : new AskResult.Unavailable(OutcomeIsUnknown: false));
        return (ask, null);
    }

    private static void Abandon(object? ask) => ((Ask)ask!).Abandon();

    private void LeaveInner(Ask ask) => LaneOf(ask.Shard).Leave(isInner: true);

    private void LeaveOuter(Ask ask)
    {
        _slots.Give(ask.Shard, ask.Actor.Client);
        LaneOf(ask.Shard).Leave(isInner: false);
    }
}
