using System.Buffers.Binary;
using System.Security.Cryptography;
using LightningRod.Engine.Abstractions;

namespace LightningRod.Engine.Effects;

/// <summary>Command ids that follow from an effect's shard and position, so that a repetition is known as such.</summary>
internal static class EffectIds
{
    private const int GuidLength = 16;

    /// <summary>For whoever the effect is for.</summary>
    internal static CommandId ForTarget(byte shard, long position) => Derive("effect"u8, shard, position);

    /// <summary>For the command by which the actor is told of the outcome. Another one: an actor can be both.</summary>
    internal static CommandId ForOutcome(byte shard, long position) => Derive("outcome"u8, shard, position);

    private static CommandId Derive(ReadOnlySpan<byte> purpose, byte shard, long position)
    {
        Span<byte> name = stackalloc byte[purpose.Length + sizeof(byte) + sizeof(long)];
        purpose.CopyTo(name);
        name[purpose.Length] = shard;
        BinaryPrimitives.WriteInt64BigEndian(name[(purpose.Length + 1)..], position);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return new(new Guid(hash[..GuidLength], bigEndian: true));
    }
}
