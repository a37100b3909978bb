using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Carriers;

/// <summary>A carrier in memory whose peers a test plays.</summary>
/// <param name="name">Its name.</param>
/// <param name="nodeId">The node id by which peers know it.</param>
/// <remarks>It can do what a relay can unless <see cref="Capabilities"/> says otherwise. Sessions outlive a reader.</remarks>
public sealed class MemoryCarrier(string name, NodeId nodeId) : IMessageCarrier
{
    private const int Room = 4096;

    private readonly Lock _gate = new();
    private readonly List<MemorySession> _sessions = [];
    private readonly List<(NodeId Peer, IReadOnlyList<NetworkAddress> Addresses)> _dials = [];
    private readonly List<OnionMessage> _injected = [];
    private Channel<CarrierReport>? _reader;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public NodeId NodeId => nodeId;

    /// <inheritdoc/>
    public MessageCarrierCapabilities Capabilities { get; init; } = new()
    {
        ReceivesOnionMessages = true,
        SendsOnionMessages = true,
        CustomMessages = true,
        PushesPresence = true,
        Acknowledges = true,
        Dials = true,
    };

    /// <summary>What becomes of a dial; nobody is reached by default. It may connect a session before it answers.</summary>
    public Func<NodeId, IReadOnlyList<NetworkAddress>, DialOutcome> OnDial { get; set; } = static (_, _) => DialOutcome.Unreachable;

    /// <summary>What becomes of an injected message.</summary>
    public Func<OnionMessage, SendOutcome> OnInject { get; set; } = static _ => SendOutcome.Sent;

    /// <summary>All dials, in order.</summary>
    public IReadOnlyList<(NodeId Peer, IReadOnlyList<NetworkAddress> Addresses)> Dials
    {
        get
        {
            lock (_gate) return [.. _dials];
        }
    }

    /// <summary>All messages that were injected, in order.</summary>
    public IReadOnlyList<OnionMessage> Injected
    {
        get
        {
            lock (_gate) return [.. _injected];
        }
    }

    /// <summary>Whether somebody reads.</summary>
    public bool IsRead
    {
        get
        {
            lock (_gate) return _reader is not null;
        }
    }

    /// <summary>Begins a session; older ones of the peer stay, as their end may be noticed later.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="answersPings">Whether it acknowledges what it gets by itself; else a test does.</param>
    public MemorySession Connect(NodeId peer, bool answersPings = true)
    {
        lock (_gate)
        {
            var session = new MemorySession(this, peer, answersPings);
            _sessions.Add(session);
            Tell(new CarrierPeerConnected(peer, session.Id, Features.None));
            return session;
        }
    }

    /// <summary>Tells the reader something; lost when nobody reads.</summary>
    /// <param name="report">What.</param>
    public void Tell(CarrierReport report)
    {
        lock (_gate)
        {
            if (_reader is { } reader && !reader.Writer.TryWrite(report)) throw new InvalidOperationException("The reader has fallen behind.");
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CarrierReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reports = Channel.CreateBounded<CarrierReport>(Room);
        lock (_gate)
        {
            if (_reader is not null) throw new InvalidOperationException("A carrier has one reader.");
            _reader = reports;
            foreach (var session in _sessions) reports.Writer.TryWrite(new CarrierPeerConnected(session.Peer, session.Id, Features.None));
        }

        try
        {
            // Not ReadAllAsync, which would leave the synchronization context.
            while (await reports.Reader.WaitToReadAsync(cancellationToken))
            {
                if (!reports.Reader.TryRead(out var report)) continue;
                yield return report;
                if (report is CarrierLost) yield break;
            }
        }
        finally
        {
            lock (_gate) _reader = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SendOutcome> SendAsync(NodeId peer, PeerMessage message, CancellationToken cancellationToken = default)
    {
        MemorySession? newest;
        lock (_gate) newest = _sessions.FindLast(session => session.Peer == peer);
        return newest is null ? SendOutcome.PeerGone : await newest.TakeAsync([message], waits: false, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SendOutcome> DeliverAsync(
        SessionId session, IReadOnlyList<PeerMessage> messages, CancellationToken cancellationToken = default)
    {
        if (!Capabilities.Acknowledges) return SendOutcome.NotSupported;
        MemorySession? open;
        lock (_gate) open = _sessions.Find(other => other.Id == session);
        return open is null ? SendOutcome.PeerGone : await open.TakeAsync(messages, waits: true, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SendOutcome> InjectAsync(OnionMessage incoming, CancellationToken cancellationToken = default)
    {
        if (!Capabilities.InjectsOnionMessages) return new(SendOutcome.NotSupported);
        lock (_gate)
        {
            var outcome = OnInject(incoming);
            if (outcome == SendOutcome.Sent) _injected.Add(incoming);
            return new(outcome);
        }
    }

    /// <inheritdoc/>
    public Task<DialOutcome> DialAsync(NodeId peer, IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_sessions.Exists(session => session.Peer == peer)) return Task.FromResult(DialOutcome.Connected);
            _dials.Add((peer, addresses));
        }

        return Task.FromResult(Capabilities.Dials ? OnDial(peer, addresses) : DialOutcome.NotSupported);
    }

    /// <inheritdoc/>
    public ValueTask CloseAsync(SessionId session, string reason, CancellationToken cancellationToken = default)
    {
        MemorySession? open;
        lock (_gate) open = _sessions.Find(other => other.Id == session);
        open?.End(reason);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends all sessions.</summary>
    public ValueTask DisposeAsync()
    {
        MemorySession[] sessions;
        lock (_gate) sessions = [.. _sessions];
        foreach (var session in sessions) session.Disconnect();
        return ValueTask.CompletedTask;
    }

    internal void Ended(MemorySession session)
    {
        lock (_gate)
        {
            if (_sessions.Remove(session)) Tell(new CarrierPeerDisconnected(session.Peer, session.Id));
        }
    }
}
