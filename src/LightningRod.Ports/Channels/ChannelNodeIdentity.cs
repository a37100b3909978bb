using LightningRod.Wire.Primitives;

namespace LightningRod.Ports.Channels;

/// <summary>Who a channel node is, as it said itself when it was connected.</summary>
/// <param name="Name">Its name in the settings; the first part of every <see cref="HtlcKey"/>.</param>
/// <param name="NodeId">Its node id.</param>
/// <param name="Network">The chain that it is on.</param>
/// <param name="Software">What it runs, with version, for people: <c>lnd 0.21.0-beta</c>.</param>
public sealed record ChannelNodeIdentity(string Name, NodeId NodeId, ChainHash Network, string Software);
