using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>A peer that LDK is connected to, handshake and init done; features as on the wire.</summary>
public sealed record LdkConnectedPeer(PublicKey NodeId, bool Inbound, bool OnionMessages, ByteString Features);

/// <summary>What became of a message that LDK was to send.</summary>
public sealed record LdkSent(string Outcome, PublicKey? Awaiting);

/// <summary>A notice that a connection is there.</summary>
public sealed record LdkConnected(string Notice, int Node, PublicKey NodeId, bool Inbound);

/// <summary>A notice that a connection is gone.</summary>
public sealed record LdkDisconnected(string Notice, int Node, PublicKey NodeId);

/// <summary>A notice of an onion message that came over a connection.</summary>
public sealed record LdkArrived(
    string Notice, int Node, ulong Type, ByteString Value, ByteString? Context, bool HasReplyPath, ByteString? ReplyPath);

/// <summary>A notice of an onion message before it was opened: its body, without the type.</summary>
public sealed record LdkOnion(string Notice, int Node, ByteString Message);
