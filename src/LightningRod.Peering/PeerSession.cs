using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using LightningRod.Peering.Limits;
using LightningRod.Peering.Timing;
using LightningRod.Peering.Transport;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering;

/// <summary>An open BOLT 8 session with a peer that has said <c>init</c>.</summary>
/// <remarks>
/// Thread-safe. Messages go out in the order in which <see cref="TrySend"/> and <see cref="PingAsync"/> took them. What comes in goes to the
/// node's <see cref="IPeerSessionHandler"/>. A session at rest holds no buffers, no thread and no timer of its own.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The end of its task disposes what it has; its node sees to that end.")]
public sealed partial class PeerSession
{
    private const int MissesUntilDead = 2;

    private readonly PeerNode _node;
    private readonly Socket _socket;
    private readonly NoiseSession _noise;
    private readonly MessageReader _reader;
    private readonly SendQueue _queue;
    private readonly WheelEntry _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<CloseReason> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private CloseReason? _reason;
    private CloseManner _manner;
    private TimeSpan _cutOffAt;
    private Task _cancellation = Task.CompletedTask;
    private Task _run = Task.CompletedTask;

    // Written by the receiving loop, read by the clock; a value that is one moment old does no harm.
    private volatile bool _handlerRuns;
    private volatile bool _handlerRan;

    // The clock's own memory of its last turn: how far reading and sending had come within what was not finished, or -1.
    private int _misses;
    private long _sendingAtLastTurn = -1;
    private long _readingAtLastTurn = -1;

    internal PeerSession(PeerNode node, Socket socket, NoiseSession noise, MessageReader reader, IPEndPoint remoteEndPoint, Init remoteInit, bool isInitiator)
    {
        (_node, _socket, _noise, _reader) = (node, socket, noise, reader);
        (RemoteEndPoint, RemoteInit, IsInitiator) = (remoteEndPoint, remoteInit, isInitiator);
        Id = node.NextSessionId();
        RemoteId = new(noise.RemoteStaticKey);
        OpenedAt = node.Now;
        _queue = new(socket, noise, node.Options, () => node.Now, OnSendingEnded);
        _clock = new(OnClock);
    }

    /// <summary>Names the session; a newer one of the same node has the higher id.</summary>
    public SessionId Id { get; }

    /// <summary>The node id that the peer proved to have.</summary>
    public NodeId RemoteId { get; }

    /// <summary>Where the peer is connected from or was dialled.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>What the peer said of itself.</summary>
    public Init RemoteInit { get; }

    /// <summary>Whether this side dialled.</summary>
    public bool IsInitiator { get; }

    /// <summary>Whether closing has begun: nothing is sent any more, and the handler gets no more messages.</summary>
    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Done when the session is over and the handler's last call has returned; never fails.</summary>
    public Task<CloseReason> Completion => _completion.Task;

    /// <summary>
    /// What the owner of the node wants to find again at the session; Peering does not look at it. For
    /// <see cref="IPeerSessionHandler.OnOpenedAsync"/> to set: whoever finds the session before that sees null.
    /// </summary>
    public object? OwnerState { get; set; }

    /// <summary>When it opened, by the node's clock.</summary>
    internal TimeSpan OpenedAt { get; }

    /// <summary>What the peer may send; given by the registry when the session enters it.</summary>
    internal PeerAllowance Allowance { get; set; } = null!;

    /// <summary>Queues a message.</summary>
    /// <param name="message">The message; no <c>init</c>, <c>ping</c> or <c>pong</c>, which are the session's own business.</param>
    /// <returns>Whether it was queued; when the queue is full, nothing waits and nothing is lost but this message.</returns>
    /// <exception cref="ArgumentException">A message of one of the three kinds.</exception>
    /// <exception cref="InvalidOperationException">The message is longer than 65535 bytes.</exception>
    public SendOutcome TrySend(PeerMessage message)
    {
        Check(message);
        return Queued(_queue.TryEnqueue(message.ToArray(), isControl: false, out _), MessageFamilies.Of(message));
    }

    /// <summary>Queues a message as soon as there is room for it: as long as the peer takes nothing in, this waits.</summary>
    /// <param name="message">The message; no <c>init</c>, <c>ping</c> or <c>pong</c>, which are the session's own business.</param>
    /// <param name="cancellationToken">Ends the wait; the message is not sent then.</param>
    /// <returns><see cref="SendOutcome.Queued"/> or <see cref="SendOutcome.Closed"/>.</returns>
    /// <exception cref="ArgumentException">A message of one of the three kinds.</exception>
    /// <exception cref="InvalidOperationException">The message is longer than 65535 bytes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<SendOutcome> SendAsync(PeerMessage message, CancellationToken cancellationToken)
    {
        Check(message);
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = message.ToArray();
        while (true)
        {
            var outcome = _queue.TryEnqueue(bytes, isControl: false, out var room);
            if (room is null) return Queued(outcome, MessageFamilies.Of(message));
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends a ping after all messages that were queued before, and waits for its pong: then the peer has read them. Pongs are matched in
    /// order; one of another length than its ping asked for answers nothing.
    /// </summary>
    /// <param name="numPongBytes">Length of the pong, bytes, at most <see cref="Pong.MaxBytesLen"/>; may name what is acknowledged.</param>
    /// <param name="cancellationToken">Ends the wait; the ping may be on its way already.</param>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than a pong can have.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<PingOutcome> PingAsync(ushort numPongBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numPongBytes, Pong.MaxBytesLen);
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Queued(_queue.TryEnqueuePing(numPongBytes, isAwaited: true, out var ping), MessageFamily.Ping);
        return ping is not null ? await ping.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false)
            : outcome == SendOutcome.Busy ? PingOutcome.Busy
            : PingOutcome.Closed;
    }

    /// <summary>
    /// Begins to close: what is queued still goes out, within <see cref="PeeringOptions.FlushTimeout"/>; what comes in is ignored.
    /// </summary>
    /// <param name="detail">Why, for logs and the handler.</param>
    public void Close(string detail) => Close(new CloseReason(CloseCode.Requested, detail), CloseManner.Flush);

    /// <summary>Closes as <see cref="Close(string)"/> does, with a last message behind what is queued.</summary>
    /// <param name="detail">Why, for logs and the handler.</param>
    /// <param name="lastWord">Why, for the peer.</param>
    public void Close(string detail, Warning lastWord) => Close(new CloseReason(CloseCode.Requested, detail), CloseManner.Flush, lastWord);

    /// <summary>Closes as <see cref="Close(string)"/> does and waits for the end.</summary>
    /// <param name="detail">Why, for logs and the handler.</param>
    /// <param name="cancellationToken">Ends the wait; the session closes all the same.</param>
    /// <returns>Why it really closed; another reason may have come first.</returns>
    public Task<CloseReason> CloseAsync(string detail, CancellationToken cancellationToken)
    {
        Close(detail);
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Node id and session id.</summary>
    public override string ToString() => $"{RemoteId}#{Id}";

    /// <summary>The first reason counts. A later call can only make an end of politeness.</summary>
    internal void Close(CloseReason reason, CloseManner manner, Warning? lastWord = null)
    {
        lock (_lock)
        {
            if (_reason is null)
            {
                (_reason, _manner) = (reason, manner);
                // Callbacks of the token are other people's code; they run on the pool and are awaited at the end.
                _cancellation = _closing.CancelAsync();
                _queue.Complete(keepQueued: manner == CloseManner.Flush, lastWord);
                if (manner != CloseManner.Abort)
                {
                    _cutOffAt = _node.Now + _node.Options.FlushTimeout;
                    _node.Wheel.Schedule(_clock, _node.Options.FlushTimeout);
                }
            }
        }

        if (manner == CloseManner.Abort) _socket.Dispose();
    }

    /// <summary>Starts the session, which owns its task: whatever fails in it is logged, and it ends with <see cref="Completion"/>.</summary>
    internal void Start()
    {
        lock (_lock)
        {
            if (_reason is null) _node.Wheel.Schedule(_clock, _node.Options.PingInterval);
        }

        _run = RunAsync();
    }

    private static void Check(PeerMessage message)
    {
        if (message is Init or Ping or Pong) throw new ArgumentException($"A message of type {message.Type} is the session's own business.", nameof(message));
    }

    private SendOutcome Queued(SendOutcome outcome, MessageFamily family)
    {
        if (outcome == SendOutcome.Queued) _node.Instruments.Sent(family);
        else _node.Instruments.Dropped(Telemetry.Instruments.DroppedAsBusy);
        return outcome;
    }

    private void OnSendingEnded(Exception? exception)
    {
        if (exception is not null) Close(new(CloseCode.ConnectionLost, exception.Message), CloseManner.Abort);
        else if (_manner == CloseManner.LastWord) _socket.Dispose();
    }

    /// <summary>The wheel's turn: the end of a flush, or a ping and a look whether the peer still lives.</summary>
    private void OnClock()
    {
        if (IsClosing)
        {
            // Not by a turn that was due at the moment of closing.
            lock (_lock)
            {
                if (_node.Now < _cutOffAt) return;
            }

            _socket.Dispose();
            return;
        }

        // While the handler runs no message is within, so what holds the reading back is not laid at the peer's door.
        var reading = _reader.IsWithinMessage ? _reader.Count : -1;
        if (reading >= 0 && reading == _readingAtLastTurn)
        {
            Close(new(CloseCode.MessageTimeout, "a message was begun and not finished"), CloseManner.Abort);
            return;
        }

        var sending = _queue.IsBusy ? _queue.Progress : -1;
        var unanswered = _queue.OldestPing is { } written && _node.Now - written > _node.Options.PingInterval / 2;
        var stalled = sending >= 0 && sending == _sendingAtLastTurn;
        // The pong may stand behind what the handler was busy with.
        _misses = (unanswered && !_handlerRuns && !_handlerRan) || stalled ? _misses + 1 : 0;
        if (_misses == MissesUntilDead)
        {
            Close(new(CloseCode.Dead, stalled ? "the peer takes nothing in" : "no pong"), CloseManner.Abort);
            return;
        }

        _handlerRan = _handlerRuns;
        (_readingAtLastTurn, _sendingAtLastTurn) = (reading, sending);
        if (_queue.TryEnqueuePing(0, isAwaited: false, out _) == SendOutcome.Queued) _node.Instruments.Sent(MessageFamily.Ping);
        lock (_lock)
        {
            // Closing has set the clock for its own deadline.
            if (_reason is null) _node.Wheel.Schedule(_clock, _node.Options.PingInterval);
        }
    }

    /// <summary>From the first call of the handler to the last.</summary>
    private async Task RunAsync()
    {
        if (await CallAsync(null).ConfigureAwait(false)) await ReceiveAsync().ConfigureAwait(false);
        await SettleAsync(_queue.Pump).ConfigureAwait(false);
        _socket.Dispose();
        _node.Wheel.Cancel(_clock);
        _reader.Dispose();
        _noise.Dispose();
        var reason = _reason!.Value;
        _node.Sessions.Leave(this);
        _node.Instruments.SessionClosed(IsInitiator, reason.Code);
        Log.Closed(_node.Logger, Id, RemoteId, reason);
        await SettleAsync(_cancellation).ConfigureAwait(false);
        try
        {
            await _node.Handler.OnClosedAsync(this, reason).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.HandlerFailed(_node.Logger, Id, RemoteId, e);
        }

        _closing.Dispose();
        _completion.SetResult(reason);
        _node.Sessions.End(this);
    }

    private async Task SettleAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.Failed(_node.Logger, Id, RemoteId, e);
        }
    }
}
