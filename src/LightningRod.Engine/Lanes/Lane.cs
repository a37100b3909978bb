using System.Threading.Channels;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Telemetry;

namespace LightningRod.Engine.Lanes;

/// <summary>A writer to the journal, and all actors of its shards.</summary>
/// <remarks>
/// One loop: takes what has come, lets ready actors decide in turn, writes what they decided in one append, answers. So a shard has one writer, in
/// order, and everybody who waits shares the cost of a write. While the storage fails the loop waits longer and longer, and goes on when it is back:
/// there is no state from which it does not recover.
/// </remarks>
internal sealed class Lane
{
    // Places for what is no command: reads that ended, shards, ticks. Who tells of those waits for a place; commands never do.
    private const int OtherMessages = 1024;

    private readonly LaneParts _parts;
    private readonly Channel<LaneMessage> _messages;
    private readonly LaneShards _shards;
    private readonly LaneActors _actors;
    private readonly Stager _stager;
    private readonly Settler _settler;
    private readonly Batch _batch = new();
    private readonly int _capacity;
    private readonly int _innerCapacity;
    private readonly Lock _gate = new();
    private int _outer;
    private int _inner;
    private TaskCompletionSource? _drained;
    private volatile int _failures;
    private TimeSpan _pause;
    private long _pauseBegan;
    private bool _appendFails;
    private Task _loop = Task.CompletedTask;

    internal Lane(LaneParts parts)
    {
        _parts = parts;
        _capacity = parts.Options.LaneCapacity;
        _innerCapacity = parts.Options.LaneCapacity;
        _messages = Channel.CreateBounded<LaneMessage>(new BoundedChannelOptions(_capacity + _innerCapacity + OtherMessages) { SingleReader = true });
        _shards = new(parts.Ownership);
        var jobs = new SideJobs(parts.Options.ReadsPerLane, parts.Background);
        _actors = new(parts, jobs, TellAsync);
        var answers = new Answers(parts, jobs);
        _stager = new(parts, _shards, _actors, answers);
        _settler = new(parts, _shards, _actors, answers);
    }

    /// <summary>Actors in memory.</summary>
    internal int ActorsLoaded => _actors.Count;

    /// <summary>Commands accepted and not yet answered.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate) return _outer + _inner;
        }
    }

    /// <summary>Whether the last use of the storage failed.</summary>
    internal bool StorageFails => _failures > 0;

    internal void Start() => _loop = _parts.Background.GuardAsync("a lane", RunAsync);

    /// <summary>Takes a place for a command.</summary>
    /// <param name="isInner">Whether it comes from the engine itself: an alarm or an outcome. These have places of their own, so that strangers
    /// cannot keep them out.</param>
    internal bool TryEnter(bool isInner)
    {
        lock (_gate)
        {
            ref var taken = ref isInner ? ref _inner : ref _outer;
            if (taken >= (isInner ? _innerCapacity : _capacity)) return false;
            taken++;
            return true;
        }
    }

    /// <summary>Gives the place back; the lane is through with the command.</summary>
    internal void Leave(bool isInner)
    {
        TaskCompletionSource? drained = null;
        lock (_gate)
        {
            ref var taken = ref isInner ? ref _inner : ref _outer;
            taken--;
            if (_outer + _inner == 0) (drained, _drained) = (_drained, null);
        }

        drained?.SetResult();
    }

    /// <summary>Hands over a command that has a place.</summary>
    internal bool TryPost(Ask ask) => _messages.Writer.TryWrite(ask);

    /// <summary>Tells something; waits for a place if need be.</summary>
    internal async Task TellAsync(LaneMessage message)
    {
        // After the end nobody listens, and nothing is left that it would matter to.
        if (_messages.Writer.TryWrite(message)) return;
        while (await _messages.Writer.WaitToWriteAsync(_parts.Stop))
        {
            if (_messages.Writer.TryWrite(message)) return;
        }
    }

    /// <summary>Tells that time has passed, if there is a place.</summary>
    internal void Tick() => _messages.Writer.TryWrite(TickMessage);

    /// <summary>Ends when no accepted command is without an answer.</summary>
    internal Task DrainedAsync()
    {
        lock (_gate)
        {
            if (_outer + _inner == 0) return Task.CompletedTask;
            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Takes no more and ends after what it has.</summary>
    internal Task StopAsync()
    {
        _messages.Writer.TryComplete();
        return _loop;
    }

    private static LaneMessage.Tick TickMessage { get; } = new();

    private async Task RunAsync()
    {
        while (!_parts.Stop.IsCancellationRequested)
        {
            try
            {
                while (await _messages.Reader.WaitToReadAsync(_parts.Stop)) await WorkAsync();
                break;
            }
            catch (Exception thrown) when (thrown is not OperationCanceledException)
            {
                // A mistake in the engine. What is in memory may be wrong; what is in the journal is not.
                _parts.Storage.Failed("lane", thrown);
                NoteFailure();
                _settler.Fail(_batch, outcomeIsUnknown: true);
                _batch.Clear();
                _actors.GiveUp();
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        GiveUp();
    }

    private async Task WorkAsync()
    {
        do
        {
            await LeaveStorageAloneAsync();
            while (_messages.Reader.TryRead(out var message)) Receive(message);
            while (_batch.Items.Count < _parts.Options.BatchSize && _actors.TryTakeTurn(out var resident, out var ask))
            {
                _stager.Decide(_batch, resident, ask);
                _actors.EndTurn(resident);
            }

            if (_batch.Items.Count > 0) await AppendAsync();
            if (_actors.Count > _parts.Options.ActorsPerLane) _actors.Passivate();
        }
        while (_actors.SomeoneWaits);
    }

    private void Receive(LaneMessage message)
    {
        switch (message)
        {
            case Ask ask when _shards.EpochOf(ask.Shard) is null:
                ask.Finish(new AskResult.NotMine(null));
                break;
            case Ask ask:
                _actors.Receive(ask);
                break;
            case LaneMessage.Loaded loaded:
                if (!_actors.Loaded(loaded)) NoteFailure();
                else if (!_appendFails) _failures = 0;
                break;
            case LaneMessage.Resumed resumed:
                _actors.Resume(resumed.Resident);
                break;
            case LaneMessage.FetchedAhead ahead when _shards.EpochOf(ahead.Shard) is not null:
                _actors.FetchAhead(ahead.Actor, ahead.Shard, ahead.Kind, ahead.ThroughHeight);
                break;
            case LaneMessage.Adopted adopted:
                // Another member may have written since this one had the shard before.
                _actors.LetGo(adopted.Claim.Shard);
                _shards.Adopt(adopted.Claim);
                break;
            case LaneMessage.LetGo gone when _shards.AdoptedEpochOf(gone.Shard) == gone.Epoch:
                _shards.Remove(gone.Shard);
                _actors.LetGo(gone.Shard);
                break;
            case LaneMessage.Tick:
                _actors.Passivate();
                break;
        }
    }

    private async Task AppendAsync()
    {
        if (_batch.Appends.Count == 0)
        {
            _settler.Settle(_batch, []);
            _batch.Clear();
            return;
        }

        var began = _parts.Time.GetTimestamp();
        using var activity = Tracing.Source.StartActivity("append");
        AppendOutcome[]? outcomes = null;
        var outcomeIsUnknown = true;
        try
        {
            outcomes = await _parts.Journal.AppendAsync(_batch.Appends, _parts.Stop);
        }
        catch (Exception thrown)
        {
            outcomeIsUnknown = thrown is not JournalUnavailableException { OutcomeIsUnknown: false };
            if (thrown is not OperationCanceledException) _parts.Storage.Failed("append", thrown);
        }

        _parts.Instruments.Appended(_batch.Appends.Count, outcomes is null ? "failed" : "written", _parts.Time.GetElapsedTime(began));
        _appendFails = outcomes?.Length != _batch.Appends.Count;
        if (outcomes is not null && !_appendFails)
        {
            _failures = 0;
            _settler.Settle(_batch, outcomes);
        }
        else
        {
            NoteFailure();
            _settler.Fail(_batch, outcomeIsUnknown);
        }

        _batch.Clear();
    }

    private void NoteFailure()
    {
        _pause = _parts.StorageRetry.DelayAfter(++_failures);
        _pauseBegan = _parts.Time.GetTimestamp();
    }

    private async Task LeaveStorageAloneAsync()
    {
        var rest = _pause - _parts.Time.GetElapsedTime(_pauseBegan);
        _pause = TimeSpan.Zero;
        if (rest > TimeSpan.Zero) await Task.Delay(rest, _parts.Time, _parts.Stop);
    }

    private void GiveUp()
    {
        while (_messages.Reader.TryRead(out var message))
        {
            if (message is Ask ask) ask.Finish(new AskResult.Unavailable(OutcomeIsUnknown: false));
        }

        _actors.GiveUp();
    }
}
