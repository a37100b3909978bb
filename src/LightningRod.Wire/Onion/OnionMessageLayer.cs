using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Onion;

/// <summary>What <see cref="OnionMessages.TryPeel"/> found; it points into the caller's buffer.</summary>
public readonly ref struct OnionMessageLayer
{
    internal OnionMessageLayer(ReadOnlySpan<byte> payload, EncryptedDataView data, bool hasData, PublicKey nextPathKey, ReadOnlySpan<byte> nextMessage)
    {
        Payload = payload;
        Data = data;
        HasData = hasData;
        NextPathKey = nextPathKey;
        NextMessage = nextMessage;
    }

    /// <summary>The payload for the last node, for <see cref="OnionMessagePayload.Parse"/>; empty at a forwarding node, which gets only <see cref="Data"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>What the path's maker tells this node; empty without <see cref="HasData"/>.</summary>
    public EncryptedDataView Data { get; }

    /// <summary>Whether the payload had encrypted data for this node; only the last node of a message may have none.</summary>
    public bool HasData { get; }

    /// <summary>The path key for the next node.</summary>
    public PublicKey NextPathKey { get; }

    /// <summary>The whole <c>onion_message</c> to send on, from its type to its packet; empty at the last node.</summary>
    public ReadOnlySpan<byte> NextMessage { get; }

    /// <summary>Whether this node is the last.</summary>
    public bool IsFinal => NextMessage.IsEmpty;
}
