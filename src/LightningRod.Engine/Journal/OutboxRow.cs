using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Journal;

/// <summary>An effect that is durable and not yet done.</summary>
/// <param name="Shard">The shard of its actor.</param>
/// <param name="Position">Its place in the shard's order; with <paramref name="Shard"/> its name.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Effect">What.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
public sealed record OutboxRow(byte Shard, long Position, ActorId Actor, string Destination, StoredMessage Effect, int Attempts);
