using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Clients;

/// <summary>Who is a client of this LSP at present.</summary>
/// <remarks>Thread-safe, in memory and without waiting: it is asked for each HTLC and each message.</remarks>
public interface IClientDirectory
{
    /// <summary>A client, or null for a node that is none.</summary>
    /// <param name="node">The node.</param>
    Client? Find(NodeId node);

    /// <summary>Whether a node is a client or ever was one, so that it may have holds, though it is suspended by now.</summary>
    /// <param name="node">The node.</param>
    bool MayHaveHolds(NodeId node) => Find(node) is not null;
}
