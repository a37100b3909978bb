using System.Security.Cryptography;
using System.Text;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>A node outside: makes and opens onion messages as a wallet does.</summary>
internal sealed class Wallet(PrivateKey key, PublicKey relay)
{
    /// <summary>Odd and nobody's.</summary>
    internal const ulong TextType = 999_999;

    internal Wallet(string name, PublicKey relay)
        : this(KeyOf(name), relay)
    {
    }

    internal PrivateKey Key => key;

    internal NodeId Id => new(Key.PublicKey);

    internal NodeId Relay => new(relay);

    /// <summary>A way to this wallet that begins at it.</summary>
    internal BlindedPath PathHere() => Path((Key.PublicKey, new EncryptedData { PathId = ByteString.CopyOf("mine"u8) }));

    /// <summary>A way to this wallet over the relay, with what the relay is told beside.</summary>
    internal BlindedPath PathOverRelay(Func<EncryptedData, EncryptedData>? told = null) => Path(
        (relay, (told ?? (static data => data))(new EncryptedData { NextNodeId = Id })),
        (Key.PublicKey, new EncryptedData { PathId = ByteString.CopyOf("mine"u8) }));

    /// <summary>A signed request for a hold.</summary>
    internal HoldRequest Ask(PaymentId pid, params PaymentHash[] hashes) =>
        new HoldRequest(pid.Hash(), PaymentHashList.Of(hashes), new(MessageWorld.Height + 144), Msat.FromSatoshis(1000)).SignedBy(Key, Relay);

    /// <summary>A message for the relay, with a way back.</summary>
    internal OnionMessage ToRelay(RodMessage content, BlindedPath? replyPath) =>
        ToRelay(new OnionMessagePayload { Contents = TlvStream.Of(content.ToRecord()), ReplyPath = replyPath });

    internal OnionMessage ToRelay(OnionMessagePayload payload) => Message(Path((relay, new EncryptedData())), payload);

    /// <summary>A message over a path with a text that can be told again.</summary>
    internal static OnionMessage Say(BlindedPath path, string text) => Message(path, Text(text));

    internal static OnionMessage Message(BlindedPath path, OnionMessagePayload payload)
    {
        using var sessionKey = PrivateKey.Generate();
        return OnionMessages.Create(sessionKey, path, payload).Value;
    }

    internal static BlindedPath Path(params (PublicKey Node, EncryptedData Data)[] hops)
    {
        using var sessionKey = PrivateKey.Generate();
        return RouteBlinding.Create(sessionKey, [.. hops.Select(hop => new BlindedPathStep(hop.Node, hop.Data))]);
    }

    /// <summary>Opens a message that ended here.</summary>
    internal OnionMessagePayload Open(PeerMessage message)
    {
        var bytes = Assert.IsType<OnionMessage>(message).ToArray();
        var buffer = new byte[OnionMessages.PeelBufferSize(bytes.Length)];
        Assert.True(OnionMessages.TryPeel(Key, bytes, buffer, out var layer, out var error), error.ToString());
        Assert.True(layer.IsFinal);
        return OnionMessagePayload.Parse(layer.Payload).Value;
    }

    /// <summary>The next message of a session, as a text.</summary>
    internal async Task<string> HearAsync(MemorySession session)
    {
        var payload = Open(await session.NextAsync(TestContext.Current.CancellationToken).AsTask().Soon());
        return Encoding.UTF8.GetString(payload.Content!.Value.Value);
    }

    /// <summary>The next message of a session, as an answer to a request.</summary>
    internal async Task<HoldAck> AckAsync(MemorySession session)
    {
        var payload = Open(await session.NextAsync(TestContext.Current.CancellationToken).AsTask().Soon());
        return Assert.IsType<HoldAck>(RodMessage.Parse(payload.Content!.Value).Value);
    }

    /// <summary>The key that a text gives.</summary>
    internal static PrivateKey KeyOf(string text) => PrivateKey.TryCreate(SHA256.HashData(Encoding.UTF8.GetBytes(text)), out var key)
        ? key
        : throw new ArgumentException("no key", nameof(text));

    private static OnionMessagePayload Text(string text) =>
        new() { Contents = TlvStream.Of(new TlvRecord(TextType, ByteString.CopyOf(Encoding.UTF8.GetBytes(text)))) };
}
