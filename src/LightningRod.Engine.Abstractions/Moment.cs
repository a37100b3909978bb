namespace LightningRod.Engine.Abstractions;

/// <summary>The time by both clocks that decisions may depend on.</summary>
/// <param name="Time">Wall clock, UTC.</param>
/// <param name="Height">Highest block height ever seen on the network, blocks; 0 when none was seen.</param>
public readonly record struct Moment(DateTimeOffset Time, uint Height);
