namespace LightningRod.Engine.Abstractions;

/// <summary>Names an actor: its kind, the client that it belongs to, and a key that is unique for kind and client.</summary>
/// <param name="Kind">The kind's stored name, for example <c>payment</c>; never a CLR name.</param>
/// <param name="Client">The client; all actors of one client live in one shard.</param>
/// <param name="Key">The key within kind and client.</param>
public readonly record struct ActorId(string Kind, OpaqueKey Client, OpaqueKey Key)
{
    /// <summary>For example <c>payment/02ab.../77cd...</c>.</summary>
    public override string ToString() => $"{Kind}/{Client}/{Key}";
}
