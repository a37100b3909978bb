using LightningRod.Peering.Limits;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering;

/// <summary>The open sessions of a <see cref="PeerNode"/> by node id: one for each node, the newest. Thread-safe.</summary>
/// <remarks>
/// A node's older session is closed with <see cref="CloseCode.Replaced"/> when a newer one opens: pongs that still come on it acknowledge
/// nothing, and its messages are dropped. One exception: when both nodes dial each other at the same time, newest-wins could close both
/// sessions, each at another end. Of two sessions in opposite directions that open within 5 seconds, the one that the lower node id dialled stays.
/// </remarks>
public sealed class SessionRegistry
{
    private const int MostRemembered = 4096;
    private static readonly TimeSpan CrossingWindow = TimeSpan.FromSeconds(5);

    private readonly PeerNode _node;
    private readonly Lock _lock = new();
    private readonly Dictionary<NodeId, PeerSession> _byNode = [];
    private readonly HashSet<PeerSession> _alive = [];
    private readonly AllowanceMemory _allowances = new(MostRemembered);

    internal SessionRegistry(PeerNode node) => _node = node;

    /// <summary>How many nodes have a session.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _byNode.Count;
        }
    }

    /// <summary>How many sessions there are, those included that are closing or in the handler's last call.</summary>
    internal int AliveCount
    {
        get
        {
            lock (_lock) return _alive.Count;
        }
    }

    /// <summary>The session of a node.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The newest session, or null when there is none; it may begin to close at any time.</returns>
    public PeerSession? Find(NodeId node)
    {
        lock (_lock) return _byNode.GetValueOrDefault(node);
    }

    /// <summary>Whether a session is the one that counts for its node.</summary>
    /// <param name="session">The session.</param>
    public bool IsCurrent(PeerSession session) => Find(session.RemoteId) == session;

    /// <summary>The sessions of this moment.</summary>
    public IReadOnlyList<PeerSession> Snapshot()
    {
        lock (_lock) return [.. _byNode.Values];
    }

    /// <summary>All sessions, those included that are closing or in the handler's last call.</summary>
    internal IReadOnlyList<PeerSession> Alive()
    {
        lock (_lock) return [.. _alive];
    }

    /// <summary>Takes a session in, and closes the one it replaces.</summary>
    /// <returns>Null, or why it is not taken in.</returns>
    internal CloseReason? Enter(PeerSession session)
    {
        var rates = _node.Services.RatesOf(session.RemoteId) ?? _node.Options.Rates;
        PeerSession? older;
        lock (_lock)
        {
            if (_node.IsStopping) return new(CloseCode.Stopping, "this node stops");
            if (_byNode.TryGetValue(session.RemoteId, out older))
            {
                if (Stays(older, session)) return new(CloseCode.Crossed, $"both nodes dialled; session {older.Id} stays");
            }
            else if (_byNode.Count >= _node.Options.MaxSessions)
            {
                return new(CloseCode.TooManySessions, $"{_byNode.Count} sessions are open");
            }

            // Sessions that take their time to close shall not pile up behind the bound.
            if (_alive.Count >= _node.Options.MaxSessions + _node.Options.MaxHandshakes)
                return new(CloseCode.TooManySessions, $"{_alive.Count} sessions are open or closing");
            _byNode[session.RemoteId] = session;
            _alive.Add(session);
            session.Allowance = older?.Allowance ?? _allowances.Recall(session.RemoteId, rates, _node.Now);
        }

        older?.Close(
            new(CloseCode.Replaced, $"the node opened session {session.Id}"), CloseManner.LastWord, new Warning("replaced by a newer session"));
        return null;
    }

    /// <summary>The session is over: it counts for its node no more. It is alive until <see cref="End"/>.</summary>
    internal void Leave(PeerSession session)
    {
        lock (_lock)
        {
            if (_byNode.GetValueOrDefault(session.RemoteId) != session) return;
            _byNode.Remove(session.RemoteId);
            _allowances.Remember(session.RemoteId, session.Allowance, _node.Now);
        }
    }

    /// <summary>The handler's last call for the session has returned.</summary>
    internal void End(PeerSession session)
    {
        lock (_lock) _alive.Remove(session);
    }

    private bool Stays(PeerSession older, PeerSession newer)
    {
        if (older.IsClosing || older.IsInitiator == newer.IsInitiator || newer.OpenedAt - older.OpenedAt > CrossingWindow) return false;
        return older.IsInitiator == (_node.Id.CompareTo(older.RemoteId) < 0);
    }
}
