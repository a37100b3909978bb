using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary>A message whose type this library gives no meaning to: of another BOLT, or of an application.</summary>
public sealed record UnknownMessage : PeerMessage
{
    /// <summary>Makes a message.</summary>
    /// <param name="type">The type.</param>
    /// <param name="payload">What follows the type.</param>
    public UnknownMessage(ushort type, ByteString payload) => (Type, Payload) = (type, payload);

    /// <inheritdoc/>
    public override ushort Type { get; }

    /// <summary>What follows the type.</summary>
    public ByteString Payload { get; }

    /// <summary>Whether the type is from the range for applications: 32768 to 65535.</summary>
    public bool IsCustom => Type >= MessageType.CustomFirst;

    /// <summary>Whether a reader without a meaning for it must close the connection: the type is even. An odd one is ignored (BOLT 1).</summary>
    public bool MustBeUnderstood => Type % 2 == 0;

    private protected override void WritePayload(WireWriter writer) => writer.Write(Payload);
}
