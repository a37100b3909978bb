using LightningRod.Peering;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Reading;
using LightningRod.Wire.Primitives;
using SessionId = LightningRod.Ports.Messages.SessionId;

namespace LightningRod.Relay.Sessions;

/// <summary>A session of the relay: its name, its deliveries, and what of it waits for the reader.</summary>
internal sealed class RelaySession(PeerSession session)
{
    private Deliveries? _deliveries;

    /// <summary>Drawn, so that it is never used twice, also not after a restart.</summary>
    internal SessionId Id { get; } = new(Guid.NewGuid());

    internal PeerSession Session => session;

    internal NodeId Peer => session.RemoteId;

    /// <summary>A session that gets no mail has none.</summary>
    internal Deliveries Deliveries => LazyInitializer.EnsureInitialized(ref _deliveries, () => new Deliveries(session))!;

    // What follows is the intake's, under its lock.

    /// <summary>Messages that wait for the reader; null for none.</summary>
    internal Queue<Arrival>? Waiting { get; set; }

    /// <summary>Whether the present reader knows that the peer is connected.</summary>
    internal bool IsTold { get; set; }

    /// <summary>Whether the session is over.</summary>
    internal bool IsOver { get; set; }

    /// <summary>Whether it stands in the row of sessions that have something to tell.</summary>
    internal bool IsInRow { get; set; }

    /// <summary>Messages that came and are not taken.</summary>
    internal int Untaken { get; set; }

    /// <summary>Their bytes.</summary>
    internal long UntakenBytes { get; set; }

    /// <summary>Done when one more message is taken; null while nobody waits for that.</summary>
    internal TaskCompletionSource? Moved { get; set; }
}
