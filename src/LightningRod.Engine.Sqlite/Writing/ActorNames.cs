using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Sqlite.Library;

namespace LightningRod.Engine.Sqlite.Writing;

/// <summary>The numbers under which actors stand in the other tables.</summary>
internal sealed class ActorNames(SqliteConnection connection)
{
    private readonly SqliteStatement _select = connection.Prepare("select id from actor where client = ? and key = ? and kind = ?");
    private readonly SqliteStatement _insert = connection.Prepare("insert into actor (shard, client, key, kind) values (?, ?, ?, ?)");

    /// <summary>An actor's number, or null when nothing was ever written for it.</summary>
    internal long? Find(ActorId actor) => _select.Bind(actor.Client.Span).Bind(actor.Key.Span).Bind(actor.Kind).ReadNumber();

    /// <summary>Gives a new actor its number.</summary>
    internal long Add(ActorId actor, byte shard)
    {
        _insert.Bind(shard).Bind(actor.Client.Span).Bind(actor.Key.Span).Bind(actor.Kind).Run();
        return connection.LastRowId;
    }
}
