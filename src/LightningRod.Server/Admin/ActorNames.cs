using System.Buffers;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Server.Admin;

/// <summary>Reads names of actors that operators wrote.</summary>
internal static class ActorNames
{
    /// <summary>A key in hexadecimal digits, or null.</summary>
    internal static OpaqueKey? KeyOf(string? hex)
    {
        if (hex is null || hex.Length is 0 or > 2 * OpaqueKey.MaxLength || hex.Length % 2 != 0) return null;
        Span<byte> bytes = stackalloc byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done ? new OpaqueKey(bytes) : null;
    }

    /// <summary>An actor's name, or null.</summary>
    internal static ActorId? Of(ActorName? name) =>
        name?.Kind is { Length: > 0 and <= 64 } kind && KeyOf(name.Client) is { } client && KeyOf(name.Key) is { } key
            ? new ActorId(kind, client, key)
            : null;
}
