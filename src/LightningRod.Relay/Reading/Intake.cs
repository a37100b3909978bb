using LightningRod.Ports.Messages;
using LightningRod.Relay.Sessions;
using LightningRod.Relay.Telemetry;
using LightningRod.Wire.Messages;
using SessionId = LightningRod.Ports.Messages.SessionId;

namespace LightningRod.Relay.Reading;

/// <summary>All sessions of the relay, and what they have to tell the one reader. Thread-safe.</summary>
/// <remarks>
/// <para>
/// Each session has a short queue of its own, and the reader gets one report of each session that has any, in turn: a peer that sends much waits
/// behind itself alone, and news of peers behind at most the messages of that very peer. News take no room; a session has two at most.
/// </para>
/// <para>
/// A message counts against its session's window from its arrival until it is taken. When the window is full, or all windows together are too
/// large, the session's reading waits, and so its peer; only a session without untaken messages is never made to wait. So nothing is dropped for
/// a slow reader, and memory is bounded by the number of sessions.
/// </para>
/// <para>Without a reader, messages wait in the same windows. What a session leaves behind when it ends then is lost, and counted.</para>
/// </remarks>
internal sealed class Intake(RelayOptions options, TimeProvider time, Instruments instruments)
{
    private const int LeavingPerSession = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, RelaySession> _sessions = [];
    private readonly Queue<RelaySession> _row = [];
    private TaskCompletionSource? _idle;
    private long _bytes;
    private bool _isReading;
    private bool _isComplete;

    /// <summary>The open session of a name, or null; one that closes may still be found.</summary>
    internal RelaySession? Find(SessionId id)
    {
        lock (_lock) return _sessions.GetValueOrDefault(id) is { IsOver: false } session ? session : null;
    }

    /// <summary>Takes a session in.</summary>
    /// <returns>False when the reader is so far behind that the sessions that ended fill the room.</returns>
    internal bool TryOpen(RelaySession session)
    {
        lock (_lock)
        {
            if (_isComplete || _sessions.Count >= LeavingPerSession * (long)options.Peering.MaxSessions) return false;
            _sessions.Add(session.Id, session);
            if (_isReading) PutInRow(session);
            return true;
        }
    }

    /// <summary>The session is over; what it has to tell is told before that.</summary>
    internal void Close(RelaySession session)
    {
        lock (_lock)
        {
            if (session.IsOver || !_sessions.ContainsKey(session.Id)) return;
            session.IsOver = true;
            if (_isReading) PutInRow(session);
            else Forget(session);
        }
    }

    /// <summary>Puts a message into the session's queue as soon as there is room.</summary>
    /// <returns>False when no message of the session was taken for too long.</returns>
    internal async ValueTask<bool> AddAsync(RelaySession session, PeerMessage message, int bytes, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(this, session, message, bytes, time.GetTimestamp());
        var hasStalled = false;
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (HasRoom(session, bytes))
                {
                    Add(session, arrival);
                    return true;
                }

                moved = MovedOf(session);
            }

            if (!hasStalled) instruments.Stalled();
            hasStalled = true;
            if (!await IsDoneAsync(moved, options.TakeTimeout, cancellationToken).ConfigureAwait(false)) return false;
        }
    }

    /// <summary>Waits until every message of the session is taken. None may come meanwhile.</summary>
    /// <returns>False when that takes too long.</returns>
    internal async ValueTask<bool> EmptyAsync(RelaySession session, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (session.Untaken == 0) return true;
                moved = MovedOf(session);
            }

            var left = options.TakeTimeout - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || !await IsDoneAsync(moved, left, cancellationToken).ConfigureAwait(false)) return false;
        }
    }

    /// <summary>A reader begins: every session has to be told to it.</summary>
    /// <exception cref="InvalidOperationException">There is a reader already.</exception>
    internal void Begin()
    {
        lock (_lock)
        {
            if (_isReading) throw new InvalidOperationException("The relay has one reader, and one reads already.");
            _isReading = true;
            foreach (var session in _sessions.Values) PutInRow(session);
        }
    }

    /// <summary>The reader is gone. Sessions that ended and were not told of need not be told any more.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _isReading = false;
            _row.Clear();
            foreach (var session in _sessions.Values.ToArray())
            {
                (session.IsTold, session.IsInRow) = (false, false);
                if (session.IsOver) Forget(session);
            }
        }
    }

    /// <summary>Nothing comes any more; the reading ends when all is told.</summary>
    internal void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Wake();
        }
    }

    /// <summary>What comes next, or null when nothing will.</summary>
    internal async ValueTask<CarrierReport?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task idle;
            lock (_lock)
            {
                if (Next() is { } report) return report;
                if (_isComplete) return null;
                idle = (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await idle.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The reader has done with a message.</summary>
    internal void Taken(RelaySession session, Arrival arrival)
    {
        instruments.Taken(time.GetElapsedTime(arrival.Came));
        lock (_lock) Leave(session, arrival);
    }

    private async ValueTask<bool> IsDoneAsync(Task task, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private bool HasRoom(RelaySession session, int bytes) =>
        session.Untaken == 0
        || (session.Untaken < options.TakeWindow && session.UntakenBytes + bytes <= options.TakeWindowBytes && _bytes + bytes <= options.TakeBytes);

    private static Task MovedOf(RelaySession session) =>
        (session.Moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Add(RelaySession session, Arrival arrival)
    {
        // The session is over only for its own reading, which is what calls here; it is there as long as that goes on.
        (session.Waiting ??= new(1)).Enqueue(arrival);
        session.Untaken++;
        session.UntakenBytes += arrival.Bytes;
        _bytes += arrival.Bytes;
        instruments.Came();
        if (_isReading) PutInRow(session);
    }

    private void Leave(RelaySession session, Arrival arrival)
    {
        // A session that was forgotten counts for nothing any more.
        if (!_sessions.ContainsKey(session.Id)) return;
        session.Untaken--;
        session.UntakenBytes -= arrival.Bytes;
        _bytes -= arrival.Bytes;
        instruments.Went(1);
        session.Moved?.SetResult();
        session.Moved = null;
    }

    private void PutInRow(RelaySession session)
    {
        if (session.IsInRow) return;
        session.IsInRow = true;
        _row.Enqueue(session);
        Wake();
    }

    private void Wake()
    {
        _idle?.SetResult();
        _idle = null;
    }

    private CarrierReport? Next()
    {
        if (!_row.TryDequeue(out var session)) return null;
        session.IsInRow = false;
        var report = Next(session);
        if (session.Waiting is not null || (session.IsOver && report is not CarrierPeerDisconnected)) PutInRow(session);
        instruments.Told(report);
        return report;
    }

    private CarrierReport Next(RelaySession session)
    {
        if (!session.IsTold)
        {
            session.IsTold = true;
            return new CarrierPeerConnected(session.Peer, session.Id, session.Session.RemoteInit.Features);
        }

        if (session.Waiting is { } waiting)
        {
            var arrival = waiting.Dequeue();
            if (waiting.Count == 0) session.Waiting = null;
            if (!arrival.NeedsTaking) Leave(session, arrival);
            return arrival.ToReport();
        }

        Forget(session);
        return new CarrierPeerDisconnected(session.Peer, session.Id);
    }

    private void Forget(RelaySession session)
    {
        _sessions.Remove(session.Id);
        instruments.WasLost(session.Waiting?.Count ?? 0, Instruments.NoReader);
        instruments.Went(session.Untaken);
        _bytes -= session.UntakenBytes;
        session.Waiting = null;
    }
}
