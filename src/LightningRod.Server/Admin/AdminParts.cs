using LightningRod.Engine;
using LightningRod.Engine.Sqlite;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Admin;

/// <summary>What the admin endpoints look at.</summary>
internal sealed record AdminParts(
    MemberOptions Options, NodeId NodeId, EngineHost Engine, SqliteJournal Journal, AdminTokens Tokens, TimeProvider Time)
{
    internal DateTimeOffset StartedAt { get; } = Time.GetUtcNow();
}
