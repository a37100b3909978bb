namespace LightningRod.Engine.Journal;

/// <summary>Where a member gets its shards from when it is alone: the journal itself.</summary>
/// <remarks>Thread-safe and atomic: a claim raises the epochs of all shards or of none, and what a former owner writes afterwards is refused.</remarks>
public interface IShardSource
{
    /// <summary>Claims all shards that this member may have, each under a new, higher epoch.</summary>
    /// <param name="cancel">Ends the wait, not the claim.</param>
    /// <returns>The claimed shards.</returns>
    /// <exception cref="JournalUnavailableException">The storage failed; ask again.</exception>
    Task<IReadOnlyList<ShardClaim>> ClaimAllAsync(CancellationToken cancel);
}
