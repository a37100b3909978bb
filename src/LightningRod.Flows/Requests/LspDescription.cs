using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary>What an LSP says about itself.</summary>
/// <param name="Relay">The relay's node id.</param>
/// <param name="Addresses">Where the relay can be dialled, the preferred one first.</param>
/// <param name="ChannelNodes">Node ids of the channel nodes.</param>
public sealed record LspDescription(NodeId Relay, ValueList<NetworkAddress> Addresses, ValueList<NodeId> ChannelNodes);
