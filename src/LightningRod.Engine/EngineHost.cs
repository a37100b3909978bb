using System.Collections.Immutable;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Alarms;
using LightningRod.Engine.Async;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Lanes;
using LightningRod.Engine.Shards;
using LightningRod.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace LightningRod.Engine;

/// <summary>Runs actors on one member.</summary>
/// <remarks>
/// Thread-safe. Starts once and stops once. While it runs, failures of the storage are answered to whoever asks and gone about again: there is no
/// state from which it does not recover when the storage does. What was acknowledged is durable; killing the process loses nothing of it.
/// </remarks>
public sealed partial class EngineHost : IAsyncDisposable
{
    private readonly EngineParts _parts;
    private readonly ILogger _logger;
    private readonly Instruments _instruments = new();
    private readonly CancellationTokenSource _stopTaking = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ShardTable? _table;
    private readonly IShardOwnership _ownership;
    private readonly BackgroundTasks _background;
    private readonly BackgroundTasks _effectTasks;
    private readonly BackgroundTasks _alarmTasks;
    private readonly Quarantine _quarantine;
    private readonly LocalFabric _local;
    private readonly OutboxDispatcher _dispatcher;
    private readonly AlarmClock _alarms;
    private readonly Housekeeping _housekeeping;
    private readonly Lane[] _lanes;
    private ITimer? _ticks;

    /// <summary>Makes an engine that does nothing yet.</summary>
    /// <param name="parts">What it is made of.</param>
    public EngineHost(EngineParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _logger = parts.Loggers.CreateLogger("LightningRod.Engine");
        _ownership = parts.Ownership ?? (_table = new());
        var (options, time, journal) = (parts.Options, parts.Time, parts.Journal);
        var retry = new RetryPolicy(options.FirstRetryAfter, options.LongestRetryAfter, parts.Random, time);
        var storageRetry = new RetryPolicy(options.FirstRetryAfter, options.LongestStorageRetryAfter, parts.Random, time);
        var storage = new StorageFailures(_instruments, _logger);
        _background = new(_logger);
        _effectTasks = new(_logger);
        _alarmTasks = new(_logger);
        _quarantine = new(journal, storageRetry, _background, storage, time, _logger, _stop.Token);
        Heights = new(journal, options, time, _background, storageRetry, storage, _stop.Token);
        _local = new(parts.Map, parts.Kinds, _ownership, _quarantine, _instruments, time, options);
        Fabric = parts.Fabric?.Invoke(_local) ?? _local;
        _dispatcher = new(
            new()
            {
                Options = options,
                Journal = journal,
                Ownership = _ownership,
                Kinds = parts.Kinds,
                Handlers = parts.Handlers,
                Quarantine = _quarantine,
                Background = _effectTasks,
                Retry = retry,
                StorageRetry = storageRetry,
                Storage = storage,
                Instruments = _instruments,
                Time = time,
                Logger = _logger,
                StopTaking = _stopTaking.Token,
                Stop = _stop.Token,
            },
            _local,
            Fabric);
        _alarms = new(new()
        {
            Options = options,
            Journal = journal,
            Ownership = _ownership,
            Map = parts.Map,
            Kinds = parts.Kinds,
            Fabric = _local,
            Heights = Heights,
            Retry = retry,
            StorageRetry = storageRetry,
            Storage = storage,
            Instruments = _instruments,
            Time = time,
            Background = _alarmTasks,
            StopTaking = _stopTaking.Token,
        });
        Heights.Raised = _alarms.Look;
        _housekeeping = new(journal, options, time, storage, _stopTaking.Token);
        var laneParts = new LaneParts
        {
            Options = options,
            Journal = journal,
            Ownership = _ownership,
            Loader = new(journal, _instruments, time),
            Quarantine = _quarantine,
            Heights = Heights,
            Listener = new Listener(this),
            Background = _background,
            Storage = storage,
            StorageRetry = storageRetry,
            Instruments = _instruments,
            Time = time,
            Stop = _stop.Token,
        };
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(laneParts))];
        _instruments.Observe(() => Health, _quarantine);
    }

    /// <summary>The way to actors.</summary>
    public IActorFabric Fabric { get; }

    /// <summary>The highest block height ever seen; connectors report to it.</summary>
    public Heights Heights { get; }

    /// <summary>The shards of this member.</summary>
    public IShardOwnership Ownership => _ownership;

    /// <summary>How the member is now.</summary>
    public EngineHealth Health
    {
        get
        {
            var (effects, oldest, blocked) = _dispatcher.Health();
            return new(
                _local.IsOpen,
                _lanes.Any(lane => lane.StorageFails),
                _ownership.Owned.Count,
                _lanes.Sum(lane => lane.ActorsLoaded),
                _lanes.Sum(lane => lane.Waiting),
                _quarantine.Count,
                effects,
                oldest,
                blocked,
                Heights.Highest,
                Heights.IsStale);
        }
    }

    /// <summary>Claims shards and begins to run their actors. Loads none of them.</summary>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">The storage failed before anything ran; ask again.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await _quarantine.ReadAsync(cancel);
        await Heights.ReadAsync(cancel);
        var claims = await _parts.Shards.ClaimAllAsync(cancel);
        _local.Use(_lanes);
        foreach (var lane in _lanes) lane.Start();
        foreach (var claim in claims) await TakeOverAsync(claim);
        _alarms.Start();
        _background.Run("housekeeping", _housekeeping.RunAsync);
        _ticks = _parts.Time.CreateTimer(_ => TickLanes(), null, _parts.Options.PassivateAfter / 4, _parts.Options.PassivateAfter / 4);
        _local.IsOpen = true;
        Log.Started(_logger, claims.Count, _lanes.Length);
    }

    /// <summary>
    /// Takes no more commands, lets the accepted ones be decided and the effects under way be done, and ends. Effects that were not begun wait in the
    /// journal for the next start.
    /// </summary>
    /// <param name="deadline">How long that may take; what is not done by then is cut off, which loses nothing that was acknowledged.</param>
    /// <returns>Whether everything ended in time.</returns>
    public async Task<bool> StopAsync(TimeSpan deadline)
    {
        _local.IsOpen = false;
        _ticks?.Dispose();
        _stopTaking.Cancel();
        var drained = DrainAsync();
        await drained.WaitAsync(deadline, _parts.Time)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        var inTime = drained.IsCompletedSuccessfully;
        _stop.Cancel();
        await Task.WhenAll(_lanes.Select(lane => lane.StopAsync()));
        Log.Stopped(_logger, inTime);
        return inTime;
    }

    /// <summary>Stops at once. What was acknowledged is durable.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested) await StopAsync(TimeSpan.Zero);
        _instruments.Dispose();
        _stopTaking.Dispose();
        _stop.Dispose();
    }

    /// <summary>Lets an actor run again that was set aside. If it fails again, it is set aside again.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False when it was not in quarantine.</returns>
    /// <exception cref="JournalUnavailableException">The storage failed; the actor stays where it is.</exception>
    public async Task<bool> RetryQuarantinedAsync(ActorId actor, CancellationToken cancel = default)
    {
        if (!await _quarantine.ReleaseAsync(actor, cancel)) return false;
        _dispatcher.Released(actor);
        _alarms.Released(actor);
        return true;
    }

    /// <summary>Tries a destination now whose last attempt failed, because it can be reached again.</summary>
    /// <param name="destination">For example <c>node/cln-1</c>.</param>
    public void TryNow(string destination) => _dispatcher.TryNow(destination);

    /// <summary>This member owns a shard from now on.</summary>
    internal async Task TakeOverAsync(ShardClaim claim)
    {
        _table?.Take(claim);
        await _local.LaneOf(claim.Shard).TellAsync(new LaneMessage.Adopted(claim));
        _dispatcher.Adopt(claim);
        _alarms.Look();
    }

    private async Task DrainAsync()
    {
        await _alarmTasks.IdleAsync();
        await _effectTasks.IdleAsync();
        foreach (var lane in _lanes) await lane.DrainedAsync();

        // The last decisions may have handed over effects; they are not begun any more, but what began before them must be noted.
        await _effectTasks.IdleAsync();
        await Task.WhenAll(_lanes.Select(lane => lane.StopAsync()));
        await _background.IdleAsync();
    }

    private void TickLanes()
    {
        foreach (var lane in _lanes) lane.Tick();
    }

    private sealed class Listener(EngineHost host) : ILaneListener
    {
        public void Written(ActorAppend append, ImmutableArray<IEffect> effects)
        {
            host._dispatcher.HandOver(append, effects);
            if (append.Alarm is { } alarm) host._alarms.Noted(alarm);
        }

        public void InDoubt(byte shard, (long From, long Through)? effects)
        {
            if (effects is { } positions) host._dispatcher.InDoubt(shard, positions.From, positions.Through);
            host._alarms.Look();
        }

        public void Fenced(byte shard, long epoch)
        {
            host._table?.Lose(shard, epoch);
            host._dispatcher.LetGo(shard, epoch);
            Log.Lost(host._logger, shard, epoch);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2031, LogLevel.Information, "The engine runs {Shards} shards in {Lanes} lanes")]
        internal static partial void Started(ILogger logger, int shards, int lanes);

        [LoggerMessage(2032, LogLevel.Information, "The engine has stopped; everything ended in time: {InTime}")]
        internal static partial void Stopped(ILogger logger, bool inTime);

        [LoggerMessage(2033, LogLevel.Warning, "Shard {Shard} is another member's; it was owned under epoch {Epoch}")]
        internal static partial void Lost(ILogger logger, byte shard, long epoch);
    }
}
