namespace LightningRod.Engine.Abstractions;

/// <summary>Adds or removes an index entry: a key that finds one actor of a client, for example a payment hash that finds its hold.</summary>
/// <param name="Index">The index's stored name, for example <c>payment_hash</c>.</param>
/// <param name="Key">The key; unique within client and index.</param>
/// <param name="Add">True to add, false to remove.</param>
public readonly record struct IndexChange(string Index, OpaqueKey Key, bool Add);

/// <summary>Puts or deletes bytes that are too large for events, for example a message's body; events carry their hash and size.</summary>
/// <param name="Key">The key, unique for the actor.</param>
/// <param name="Body">The bytes, or null to delete them.</param>
public readonly record struct ContentChange(OpaqueKey Key, ReadOnlyMemory<byte>? Body);

/// <summary>The row by which lists show an actor; the last one written counts.</summary>
/// <param name="State">A short stored word, for example <c>holding</c>.</param>
/// <param name="IsOver">Whether nothing will happen to the actor any more.</param>
/// <param name="Amount">What the actor holds, for sums; 0 for none.</param>
/// <param name="DueHeight">The height by which something must happen, for "what is due soon"; null for none.</param>
/// <param name="Details">JSON for people; no secrets.</param>
public sealed record ViewRow(string State, bool IsOver, ulong Amount, uint? DueHeight, string Details);
