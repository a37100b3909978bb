using LightningRod.Server.Nodes;

namespace LightningRod.Cli.Serve;

/// <summary>Makes the kinds of channel nodes that a member can connect with, besides the program's own.</summary>
/// <remarks>A type of its own: as a generic one it would be made of the server's types, and every command would load the server.</remarks>
internal delegate IReadOnlyList<IChannelNodeFactory> NodeKinds();
