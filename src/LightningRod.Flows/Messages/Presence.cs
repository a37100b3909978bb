using LightningRod.Actors.Mailbox;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>The sessions that this member has now, and what their mailboxes are told of them.</summary>
/// <remarks>Thread-safe. Kept in memory alone: after a restart there are no sessions, and mailboxes do not know of any.</remarks>
internal sealed class Presence(
    Calls calls, NodeId relay, string member, Func<NodeId, bool> hasMailbox, Action<NodeId> emptied, Instruments instruments)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, MailPump> _byId = [];
    private readonly Dictionary<NodeId, List<MailPump>> _byPeer = [];
    private readonly OwnedTasks _tasks = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>How many sessions have a mailbox.</summary>
    internal int Told
    {
        get
        {
            lock (_gate) return _byId.Values.Count(static pump => pump.IsTold);
        }
    }

    /// <summary>Whether a node has a session.</summary>
    internal bool IsHere(NodeId node)
    {
        lock (_gate) return _byPeer.ContainsKey(node);
    }

    /// <summary>A session began.</summary>
    internal void Opened(IMessageCarrier carrier, NodeId peer, SessionId session)
    {
        MailPump pump;
        lock (_gate)
        {
            if (_byId.ContainsKey(session.Value)) return;
            var place = carrier.NodeId == relay ? MailSession.Relay : MailSession.AtNode(carrier.Name);
            pump = new(calls, this, carrier, peer, session, place, member, instruments, _tasks, _stop.Token);
            _byId.Add(session.Value, pump);
            if (!_byPeer.TryGetValue(peer, out var sessions)) _byPeer.Add(peer, sessions = []);
            sessions.Add(pump);
        }

        if (hasMailbox(peer)) pump.Tell();
    }

    /// <summary>A session ended.</summary>
    internal void Closed(SessionId session)
    {
        MailPump? pump;
        lock (_gate)
        {
            if (!_byId.Remove(session.Value, out pump)) return;
            var sessions = _byPeer[pump.Peer];
            sessions.Remove(pump);
            if (sessions.Count == 0) _byPeer.Remove(pump.Peer);
        }

        pump.Close();
    }

    /// <summary>All sessions of a carrier ended.</summary>
    internal void Lost(IMessageCarrier carrier)
    {
        SessionId[] sessions;
        lock (_gate) sessions = [.. _byId.Values.Where(pump => pump.Carrier == carrier).Select(static pump => pump.Session)];
        foreach (var session in sessions) Closed(session);
    }

    /// <summary>Tells a mailbox that asks, or whose node was dialled, whether its node is here.</summary>
    internal async Task TellAsync(NodeId node, CancellationToken cancel)
    {
        var isHere = false;
        foreach (var pump in NewestOf(node)) isHere |= pump.Tell();
        // When this fails, the mailbox waits for its grace and then wakes the node; no harm but the delay.
        if (!isHere) await calls.AskOnceAsync(MailboxActor.IdOf(node), new NobodyThere(), cancel);
    }

    /// <summary>Tells of sessions that began before their node had a mailbox.</summary>
    internal void TellNews(NodeId node)
    {
        foreach (var pump in NewestOf(node))
        {
            if (!pump.IsTold) pump.Tell();
        }
    }

    /// <summary>Sends a message to a node that is here, without keeping it.</summary>
    internal async ValueTask<SendOutcome> SendAsync(NodeId node, PeerMessage message, CancellationToken cancel)
    {
        var outcome = SendOutcome.PeerGone;
        foreach (var pump in NewestOf(node).OrderByDescending(pump => pump.Carrier.NodeId == relay))
        {
            if (!pump.Carrier.Capabilities.SendsOnionMessages) continue;
            outcome = await pump.Carrier.SendAsync(node, message, cancel);
            if (outcome is SendOutcome.Sent or SendOutcome.Acknowledged or SendOutcome.Busy) break;
        }

        return outcome;
    }

    /// <summary>Hands a batch to its session.</summary>
    /// <returns>False when the session is not here any more.</returns>
    internal bool HandOver(Guid session, MailBatch batch)
    {
        MailPump? pump;
        lock (_gate) pump = _byId.GetValueOrDefault(session);
        pump?.Offer(batch);
        return pump is not null;
    }

    /// <summary>Whether no newer session of the same peer is in the same place.</summary>
    internal bool IsNewest(MailPump pump)
    {
        lock (_gate) return _byPeer.TryGetValue(pump.Peer, out var sessions) && sessions.FindLast(other => other.Place == pump.Place) == pump;
    }

    /// <summary>Closes a session whose place another one took.</summary>
    internal async ValueTask ReplacedAsync(Guid session, CancellationToken cancel)
    {
        MailPump? pump;
        lock (_gate) pump = _byId.GetValueOrDefault(session);
        if (pump is not null) await pump.Carrier.CloseAsync(pump.Session, "a newer session took its place", cancel);
    }

    /// <summary>A mailbox has nothing for its node any more.</summary>
    internal void Emptied(NodeId node) => emptied(node);

    /// <summary>Ends all work. The mailboxes are not told: the member stops, and presence is lost with it.</summary>
    internal async Task StopAsync()
    {
        _stop.Cancel();
        lock (_gate)
        {
            foreach (var pump in _byId.Values) pump.Abandon();
        }

        await _tasks.IdleAsync();
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>The newest session in each place.</summary>
    private MailPump[] NewestOf(NodeId node)
    {
        lock (_gate)
        {
            return _byPeer.TryGetValue(node, out var sessions)
                ? [.. sessions.GroupBy(static pump => pump.Place).Select(static place => place.Last())]
                : [];
        }
    }
}
