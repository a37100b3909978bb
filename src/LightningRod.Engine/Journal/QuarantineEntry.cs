using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Journal;

/// <summary>An actor that was set aside alone because it failed.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Category">Why.</param>
/// <param name="Detail">What was thrown; no secrets.</param>
/// <param name="At">Since when, UTC.</param>
public sealed record QuarantineEntry(ActorId Actor, QuarantineCategory Category, string Detail, DateTimeOffset At);
