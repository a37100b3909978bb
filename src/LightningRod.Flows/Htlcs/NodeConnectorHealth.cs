namespace LightningRod.Flows.Htlcs;

/// <summary>How a connector is, at one moment.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="IsOpen">Whether the stream is open.</param>
/// <param name="Epoch">The epoch of the stream; 0 when none is open.</param>
/// <param name="Height">The node's height; 0 when it was not told.</param>
/// <param name="OpenOffers">Clients' HTLCs that wait for an answer; held ones too.</param>
/// <param name="Held">Of these, parts of holds.</param>
/// <param name="Waiting">HTLCs with work that is not done, perhaps because the storage fails.</param>
public sealed record NodeConnectorHealth(string Node, bool IsOpen, ulong Epoch, uint Height, int OpenOffers, int Held, int Waiting);
