using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Limits;

/// <summary>What nodes without a session may still send, so that a new connection is no new allowance. For one thread at a time.</summary>
/// <remarks>Bounded: the oldest is forgotten first. A full allowance is not kept.</remarks>
internal sealed class AllowanceMemory(int most)
{
    private readonly Dictionary<NodeId, PeerAllowance> _byNode = [];

    // A name may stand here twice after it was recalled and remembered again; it is forgotten a little early then.
    private readonly Queue<NodeId> _order = [];

    internal int Count => _order.Count;

    internal void Remember(NodeId node, PeerAllowance allowance, TimeSpan now)
    {
        if (allowance.IsFull(now)) return;
        if (_order.Count >= most) _byNode.Remove(_order.Dequeue());
        _byNode[node] = allowance;
        _order.Enqueue(node);
    }

    internal PeerAllowance Recall(NodeId node, PeerRates rates, TimeSpan now) =>
        _byNode.Remove(node, out var allowance) && allowance.Rates == rates ? allowance : new(rates, now);
}
