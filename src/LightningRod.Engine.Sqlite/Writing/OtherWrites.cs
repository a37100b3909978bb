using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>What is written beside decisions: claims, finished effects, heights, quarantine.</summary>
internal sealed class OtherWrites(SqliteConnection connection)
{
    private readonly SqliteStatement _selectEpoch = connection.Prepare("select epoch from shard where shard = ?");
    private readonly SqliteStatement _claim = connection.Prepare(
        "update shard set epoch = max(epoch + 1, ?) where shard = ? returning epoch, last_effect");

    private readonly SqliteStatement _deleteEffect = connection.Prepare("delete from outbox where shard = ? and position = ?");
    private readonly SqliteStatement _updateAttempts = connection.Prepare("update outbox set attempts = ? where shard = ? and position = ?");
    private readonly SqliteStatement _raiseHeight = connection.Prepare(
        "insert into network_height (network, height, at) values (?, ?, ?) on conflict (network) do update "
        + "set at = iif(excluded.height >= height, max(at, excluded.at), at), height = max(height, excluded.height) returning height");

    private readonly SqliteStatement _quarantine = connection.Prepare(
        "insert or replace into quarantine (client, key, kind, category, detail, at) values (?, ?, ?, ?, ?, ?)");

    private readonly SqliteStatement _release = connection.Prepare("delete from quarantine where client = ? and key = ? and kind = ?");

    /// <summary>Raises the epoch of every shard.</summary>
    /// <param name="now">
    /// UTC. Epochs are seconds since 1970 where that is higher: so they rise also when an older copy of the file is put in place, and those who refuse
    /// lower epochs go on listening.
    /// </param>
    internal ShardClaim[] ClaimAll(DateTimeOffset now)
    {
        var claims = new ShardClaim[IShardOwnership.ShardCount];
        for (var shard = 0; shard < claims.Length; shard++)
        {
            _ = _claim.Bind(now.ToUnixTimeSeconds()).Bind(shard).Read();
            claims[shard] = new ShardClaim((byte)shard, _claim.Number(0), _claim.Number(1));
            _claim.Run();
        }

        return claims;
    }

    internal int CompleteEffects(IReadOnlyDictionary<byte, long> epochs, IReadOnlyList<(byte Shard, long Position)> rows)
    {
        var owned = epochs.Where(pair => _selectEpoch.Bind(pair.Key).ReadNumber() == pair.Value).Select(pair => pair.Key).ToHashSet();
        var gone = 0;
        foreach (var (shard, position) in rows)
        {
            if (!owned.Contains(shard)) continue;
            _deleteEffect.Bind(shard).Bind(position).Run();
            gone += connection.Changes;
        }

        return gone;
    }

    internal int NoteAttempt(byte shard, long position, int attempts)
    {
        _updateAttempts.Bind(attempts).Bind(shard).Bind(position).Run();
        return connection.Changes;
    }

    internal uint RaiseHeight(string network, uint height, DateTimeOffset at)
    {
        _ = _raiseHeight.Bind(network).Bind(height).Bind(Microseconds.Of(at)).Read();
        var highest = (uint)_raiseHeight.Number(0);
        _raiseHeight.Run();
        return highest;
    }

    internal int Quarantine(QuarantineEntry entry)
    {
        _quarantine.Bind(entry.Actor.Client.Span).Bind(entry.Actor.Key.Span).Bind(entry.Actor.Kind)
            .Bind(QuarantineWords.Of(entry.Category)).Bind(entry.Detail).Bind(Microseconds.Of(entry.At)).Run();
        return connection.Changes;
    }

    internal bool Release(ActorId actor)
    {
        _release.Bind(actor.Client.Span).Bind(actor.Key.Span).Bind(actor.Kind).Run();
        return connection.Changes > 0;
    }
}
