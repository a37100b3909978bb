using System.Collections.Concurrent;
using System.Threading.Channels;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering.Tests.Harness;

/// <summary>A handler that notes what it is told and does what a test wants.</summary>
internal sealed class Recorder : IPeerSessionHandler
{
    private readonly Channel<PeerSession> _opened = Channel.CreateUnbounded<PeerSession>();
    private readonly Channel<(PeerSession Session, PeerMessage Message)> _messages = Channel.CreateUnbounded<(PeerSession, PeerMessage)>();
    private readonly Channel<(PeerSession Session, CloseReason Reason)> _closed = Channel.CreateUnbounded<(PeerSession, CloseReason)>();
    private readonly ConcurrentDictionary<SessionId, int> _running = new();

    internal Func<PeerSession, CancellationToken, ValueTask> WhenOpened { get; set; } = (_, _) => default;

    internal Func<PeerSession, PeerMessage, CancellationToken, ValueTask> WhenMessage { get; set; } = (_, _, _) => default;

    internal Func<PeerSession, CancellationToken, ValueTask> WhenPing { get; set; } = (_, _) => default;

    internal Func<PeerSession, CloseReason, ValueTask> WhenClosed { get; set; } = (_, _) => default;

    /// <summary>Everything in the order in which it began, as <c>open</c>, <c>message</c> and <c>close</c> with the session's id.</summary>
    internal ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Most calls for one session at a time.</summary>
    internal int MostAtOnce { get; private set; }

    internal int OpenedCount => Calls.Count(call => call.StartsWith("open", StringComparison.Ordinal));

    internal int ClosedCount => Calls.Count(call => call.StartsWith("close", StringComparison.Ordinal));

    internal int MessageCount => Calls.Count(call => call.StartsWith("message", StringComparison.Ordinal));

    public async ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken)
    {
        using var _ = Enter("open", session);
        _opened.Writer.TryWrite(session);
        await WhenOpened(session, cancellationToken);
    }

    public async ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken)
    {
        using var _ = Enter("message", session);
        _messages.Writer.TryWrite((session, message));
        await WhenMessage(session, message, cancellationToken);
    }

    public async ValueTask OnPingAsync(PeerSession session, CancellationToken cancellationToken)
    {
        using var _ = Enter("ping", session);
        await WhenPing(session, cancellationToken);
    }

    public async ValueTask OnClosedAsync(PeerSession session, CloseReason reason)
    {
        using var _ = Enter("close", session);
        _closed.Writer.TryWrite((session, reason));
        await WhenClosed(session, reason);
    }

    internal Task<PeerSession> NextOpened() => _opened.Reader.ReadAsync().Soon();

    internal async Task<PeerMessage> NextMessage() => (await _messages.Reader.ReadAsync().Soon()).Message;

    internal Task<(PeerSession Session, CloseReason Reason)> NextClosed() => _closed.Reader.ReadAsync().Soon();

    /// <summary>Lets go of one kept session or message of each kind; false when none is left.</summary>
    internal bool Forget() => _opened.Reader.TryRead(out _) | _messages.Reader.TryRead(out _) | _closed.Reader.TryRead(out _);

    private Leave Enter(string what, PeerSession session)
    {
        Calls.Enqueue($"{what} {session.Id}");
        var now = _running.AddOrUpdate(session.Id, 1, (_, count) => count + 1);
        lock (Calls) MostAtOnce = Math.Max(MostAtOnce, now);
        return new(() => _running.AddOrUpdate(session.Id, 0, (_, count) => count - 1));
    }

    private sealed class Leave(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
