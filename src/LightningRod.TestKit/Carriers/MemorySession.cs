using System.Threading.Channels;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Carriers;

/// <summary>A peer's end of a session with a <see cref="MemoryCarrier"/>, played by a test.</summary>
public sealed class MemorySession
{
    private const int Room = 4096;

    private readonly MemoryCarrier _carrier;
    private readonly Lock _gate = new();
    private readonly Channel<PeerMessage> _received = Channel.CreateBounded<PeerMessage>(Room);
    private readonly Queue<TaskCompletionSource<SendOutcome>> _pings = [];
    private readonly TaskCompletionSource<string?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _answersPings;

    internal MemorySession(MemoryCarrier carrier, NodeId peer, bool answersPings) => (_carrier, Peer, _answersPings) = (carrier, peer, answersPings);

    /// <summary>The peer.</summary>
    public NodeId Peer { get; }

    /// <summary>The session.</summary>
    public SessionId Id { get; } = new(Guid.NewGuid());

    /// <summary>Ends with the session: with the reason when the carrier's owner closed it, with null when the peer did.</summary>
    public Task<string?> Ended => _ended.Task;

    /// <summary>How many batches wait for <see cref="Acknowledge"/>.</summary>
    public int Unanswered
    {
        get
        {
            lock (_gate) return _pings.Count;
        }
    }

    /// <summary>What came and was not taken yet.</summary>
    public int Waiting => _received.Reader.Count;

    /// <summary>The next message that comes.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<PeerMessage> NextAsync(CancellationToken cancellationToken) => _received.Reader.ReadAsync(cancellationToken);

    /// <summary>Sends an onion message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Ends when the reader has done with it.</returns>
    public Task SendAsync(OnionMessage message)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Set, not tried: that it is called once is part of what a test sees.
        _carrier.Tell(new OnionMessageReceived(Peer, Id, message) { Taken = taken.SetResult });
        return taken.Task;
    }

    /// <summary>Sends a custom message.</summary>
    /// <param name="message">The message.</param>
    public void Send(PeerMessage message) => _carrier.Tell(new CustomMessageReceived(Peer, Id, message));

    /// <summary>Answers the ping of the oldest batch, and from now on every one by itself if that is wanted.</summary>
    /// <param name="fromNowOn">Whether to answer by itself from now on.</param>
    public void Acknowledge(bool fromNowOn = false)
    {
        TaskCompletionSource<SendOutcome>? ping;
        lock (_gate)
        {
            _answersPings = fromNowOn;
            _pings.TryDequeue(out ping);
        }

        ping?.TrySetResult(SendOutcome.Acknowledged);
    }

    /// <summary>The peer goes.</summary>
    public void Disconnect() => End(null);

    internal void End(string? reason)
    {
        if (!_ended.TrySetResult(reason)) return;
        lock (_gate)
        {
            while (_pings.TryDequeue(out var ping)) ping.TrySetResult(SendOutcome.PeerGone);
        }

        _carrier.Ended(this);
    }

    internal async Task<SendOutcome> TakeAsync(IReadOnlyList<PeerMessage> messages, bool waits, CancellationToken cancel)
    {
        var ping = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (Ended.IsCompleted) return SendOutcome.PeerGone;
            if (_received.Reader.Count + messages.Count > Room) return SendOutcome.Busy;
            foreach (var message in messages) _received.Writer.TryWrite(message);
            if (!waits) return SendOutcome.Sent;
            if (_answersPings) return SendOutcome.Acknowledged;
            _pings.Enqueue(ping);
        }

        // Not Task.WaitAsync, which would leave the synchronization context.
        await using var end = cancel.UnsafeRegister(_ => ping.TrySetCanceled(cancel), null);
        return await ping.Task;
    }
}
