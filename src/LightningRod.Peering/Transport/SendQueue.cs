using System.Net.Sockets;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Transport;

/// <summary>What waits to be sent on one session, bounded in messages and bytes, and the pings that wait for their pong. Thread-safe.</summary>
/// <remarks>
/// A pump encrypts and writes while there is something to write; a session at rest has none. A message counts until the system took it.
/// Pings and their answers may go a little above the bounds, so that a full queue does not look like a dead session.
/// </remarks>
internal sealed class SendQueue(Socket socket, NoiseSession noise, PeeringOptions options, Func<TimeSpan> now, Action<Exception?> ended)
{
    private const int ReserveMessages = 64;
    private const int ReserveBytes = 512 << 10;
    private const int BatchBytes = 64 << 10;
    private const int KeptCapacity = 16;
    private const int MostKeepAlives = 4;

    private readonly Lock _lock = new();
    private readonly List<PendingPing> _unanswered = new(0);
    private Queue<Item> _items = new(0);
    private int _messages;
    private int _bytes;
    private int _awaited;
    private bool _completed;
    private Task? _pump;
    private TaskCompletionSource? _room;

    /// <summary>Grows with every write that the system took.</summary>
    internal long Progress { get; private set; }

    /// <summary>Whether something is queued or being written.</summary>
    internal bool IsBusy
    {
        get
        {
            lock (_lock) return _messages > 0;
        }
    }

    /// <summary>When the oldest unanswered ping went out, or null.</summary>
    internal TimeSpan? OldestPing
    {
        get
        {
            lock (_lock) return _unanswered.Count > 0 ? _unanswered[0].WrittenAt : null;
        }
    }

    /// <summary>Done when everything was written after <see cref="Complete"/>, or writing failed.</summary>
    internal Task Pump
    {
        get
        {
            lock (_lock) return _pump ?? Task.CompletedTask;
        }
    }

    /// <summary>Queues a message.</summary>
    /// <param name="message">Type and payload.</param>
    /// <param name="isControl">Whether it may go a little above the bounds.</param>
    /// <param name="room">When the answer is Busy: done when something was written, or the queue takes no more messages; else null.</param>
    internal SendOutcome TryEnqueue(byte[] message, bool isControl, out Task? room)
    {
        lock (_lock)
        {
            var outcome = Enqueue(new(message), isControl);
            room = outcome == SendOutcome.Busy ? (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : null;
            return outcome;
        }
    }

    /// <summary>Queues a ping; null in <paramref name="ping"/> when it was refused.</summary>
    internal SendOutcome TryEnqueuePing(ushort numPongBytes, bool isAwaited, out PendingPing? ping)
    {
        ping = null;
        lock (_lock)
        {
            // Keep-alives are few, but while the handler holds the reading back nobody takes their pongs in.
            var full = isAwaited ? _awaited == options.MaxPingsInFlight : _unanswered.Count - _awaited == MostKeepAlives;
            if (full) return _completed ? SendOutcome.Closed : SendOutcome.Busy;
            var added = new PendingPing(numPongBytes, isAwaited);
            var outcome = Enqueue(new(new Ping(numPongBytes).ToArray(), added), isControl: true);
            if (outcome != SendOutcome.Queued) return outcome;
            ping = added;
            _unanswered.Add(added);
            if (isAwaited) _awaited++;
            return outcome;
        }
    }

    /// <summary>Matches a pong with the oldest unanswered ping.</summary>
    /// <returns>False when it answers none: there is none, it has another length, or the session closes.</returns>
    internal bool TryAnswer(Pong pong)
    {
        PendingPing ping;
        lock (_lock)
        {
            if (_completed || _unanswered.Count == 0 || _unanswered[0] is not { WrittenAt: not null } oldest || oldest.NumPongBytes != pong.BytesLen)
                return false;
            ping = oldest;
            _unanswered.RemoveAt(0);
            if (ping.IsAwaited) _awaited--;
        }

        ping.End(PingOutcome.Answered);
        return true;
    }

    /// <summary>Takes no more messages, ends the waiting pings, and shuts the sending side down when the rest is written.</summary>
    /// <param name="keepQueued">Whether what is queued still goes out.</param>
    /// <param name="lastWord">One more message, or null.</param>
    internal void Complete(bool keepQueued, PeerMessage? lastWord)
    {
        PendingPing[] unanswered;
        lock (_lock)
        {
            if (_completed) return;
            if (!keepQueued) Forget();
            if (lastWord is not null) Enqueue(new(lastWord.ToArray()), isControl: true);
            _completed = true;
            MakeRoom();
            _pump ??= PumpAsync();
            unanswered = [.. _unanswered];
            _unanswered.Clear();
        }

        foreach (var ping in unanswered) ping.End(PingOutcome.Closed);
    }

    private SendOutcome Enqueue(Item item, bool isControl)
    {
        if (_completed) return SendOutcome.Closed;
        var (mostMessages, mostBytes) = isControl
            ? (options.SendQueueMessages + ReserveMessages, options.SendQueueBytes + ReserveBytes)
            : (options.SendQueueMessages, options.SendQueueBytes);
        if (_messages >= mostMessages || _bytes + item.Bytes.Length > mostBytes) return SendOutcome.Busy;
        _items.Enqueue(item);
        _messages++;
        _bytes += item.Bytes.Length;
        _pump ??= PumpAsync();
        return SendOutcome.Queued;
    }

    private void Forget()
    {
        foreach (var item in _items) Release(item);
        _items.Clear();
    }

    private void Release(Item item)
    {
        _messages--;
        _bytes -= item.Bytes.Length;
    }

    private void MakeRoom()
    {
        _room?.SetResult();
        _room = null;
    }

    private async Task PumpAsync()
    {
        // Off the caller's thread, and off its lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var frames = new RentedBuffer();
        var batch = new List<Item>();
        bool isLast;
        try
        {
            while (Take(batch, out isLast))
            {
                Encrypt(batch, frames);
                await socket.SendAllAsync(frames.Written, CancellationToken.None).ConfigureAwait(false);
                Progress++;
            }
        }
        catch (Exception e) when (SocketBytes.IsGone(e))
        {
            ended(e);
            return;
        }

        if (isLast) ended(null);
    }

    /// <summary>Lets go of the batch that was written and takes the next; false when there is none and the pump ends.</summary>
    private bool Take(List<Item> batch, out bool isLast)
    {
        isLast = false;
        lock (_lock)
        {
            foreach (var written in batch) Release(written);
            if (batch.Count > 0) MakeRoom();
            batch.Clear();
            if (_items.Count == 0)
            {
                if (_items.Capacity > KeptCapacity) _items = new(0);
                isLast = _completed;
                if (isLast) socket.Shutdown(SocketShutdown.Send);
                else _pump = null;
                return false;
            }

            var bytes = 0;
            while (_items.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes.Length <= BatchBytes))
            {
                bytes += next.Bytes.Length;
                batch.Add(_items.Dequeue());
            }

            return true;
        }
    }

    private void Encrypt(List<Item> batch, RentedBuffer frames)
    {
        frames.Clear();
        frames.GetSpan(batch.Sum(item => item.Bytes.Length + NoiseSession.Overhead));
        foreach (var item in batch)
        {
            // False after bytes that were not authentic: the session aborts, and nothing more is owed to the peer.
            if (!noise.TryEncrypt(item.Bytes, frames)) return;
            if (item.Ping is not { } ping) continue;
            lock (_lock) ping.WrittenAt = now();
        }
    }

    private readonly record struct Item(byte[] Bytes, PendingPing? Ping = null);
}
