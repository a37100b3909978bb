using System.Text.Json.Serialization;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>A blinded path as LDK read it.</summary>
public sealed record LdkPath(
    ByteString Path,
    PublicKey? IntroductionNodeId,
    ulong? IntroductionScid,
    int? IntroductionDirection,
    PublicKey PathKey,
    int Hops,
    IReadOnlyList<LdkHop> BlindedHops);

/// <summary>A hop of <see cref="LdkPath"/>.</summary>
public sealed record LdkHop(PublicKey BlindedNodeId, ByteString EncryptedRecipientData);

/// <summary>An onion message that LDK made, as the body of the peer message.</summary>
public sealed record LdkMessage(PublicKey FirstNode, ByteString Message);

/// <summary>An onion message that LDK kept for a peer that is away.</summary>
public sealed record LdkIntercepted(PublicKey NodeId, ByteString Message);

/// <summary>What LDK found under one layer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LdkForward), "forward")]
[JsonDerivedType(typeof(LdkReceived), "receive")]
public abstract record LdkPeeled;

/// <summary>A message to send on.</summary>
public sealed record LdkForward(PublicKey? NextNodeId, ulong? NextScid, ByteString Message) : LdkPeeled;

/// <summary>A message for this node.</summary>
public sealed record LdkReceived(ulong Type, ByteString Value, ByteString? Context, ByteString? ReplyPath) : LdkPeeled;

/// <summary>Where LDK sends to: a node or a path.</summary>
public sealed record LdkDestination(PublicKey? NodeId, ByteString? Path)
{
    public static implicit operator LdkDestination(LdkNode node) => new(node.Key, null);

    public static implicit operator LdkDestination(PublicKey node) => new(node, null);

    public static implicit operator LdkDestination(ByteString path) => new(null, path);

    public static implicit operator LdkDestination(BlindedPath path) => new(null, ByteString.Own(path.ToArray()));
}
