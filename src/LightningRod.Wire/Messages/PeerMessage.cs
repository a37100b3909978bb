using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary>A message between two peers as it stands inside a BOLT 8 session: type and payload (BOLT 1, "Lightning Message Format").</summary>
/// <remarks>
/// Typed for the messages this library knows, else an <see cref="UnknownMessage"/>. The extension of a known message must be a TLV stream
/// without even types; its odd ones are discarded, as BOLT 1 asks. A refused message means that the connection must be closed.
/// </remarks>
public abstract record PeerMessage
{
    /// <summary>Longest message, type included, bytes.</summary>
    public const int MaxLength = ushort.MaxValue;

    private protected PeerMessage()
    {
    }

    /// <summary>The type (<see cref="MessageType"/>).</summary>
    public abstract ushort Type { get; }

    /// <summary>Reads a decrypted message.</summary>
    /// <param name="message">Type and payload, at most 65535 bytes. Allocates no more than a small multiple of it.</param>
    /// <returns>The message, or the rule it broke with the offset in <paramref name="message"/>.</returns>
    public static Result<PeerMessage> Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxLength) return new WireError(WireRule.TooLarge, MaxLength, $"a message has at most {MaxLength} bytes");
        var reader = new WireReader(message);
        var type = reader.ReadUInt16();
        PeerMessage? read = type switch
        {
            MessageType.Init => Init.Read(ref reader),
            MessageType.Ping => Ping.Read(ref reader),
            MessageType.Pong => Pong.Read(ref reader),
            MessageType.Warning => Warning.Read(ref reader),
            MessageType.Error => Error.Read(ref reader),
            MessageType.OnionMessage => OnionMessage.Read(ref reader),
            MessageType.Lsps0 => new Lsps0Frame(reader.ReadRest()),
            _ => new UnknownMessage(type, reader.ReadRest()),
        };
        return reader.Complete(read!);
    }

    /// <summary>Appends type and payload.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="InvalidOperationException">The message is longer than 65535 bytes.</exception>
    public void WriteTo(WireWriter writer)
    {
        var start = writer.Length;
        WritePayload(writer.WriteUInt16(Type));
        if (writer.Length - start > MaxLength) throw new InvalidOperationException($"A message of type {Type} is longer than {MaxLength} bytes.");
    }

    /// <summary>Type and payload.</summary>
    /// <exception cref="InvalidOperationException">The message is longer than 65535 bytes.</exception>
    public byte[] ToArray()
    {
        var writer = new WireWriter();
        WriteTo(writer);
        return writer.ToArray();
    }

    private protected abstract void WritePayload(WireWriter writer);

    /// <summary>Checks what follows a payload whose records are all unknown.</summary>
    internal static void ReadExtension(ref WireReader reader)
    {
        var tlvs = new TlvReader(reader);
        while (tlvs.Next(out var type, out var value))
        {
            Discard(ref tlvs, type, ref value);
            tlvs.Close(ref value);
        }

        Close(ref reader, tlvs);
    }

    /// <summary>Refuses an even record and drops an odd one, so that a stranger's padding costs no memory.</summary>
    private protected static void Discard(ref TlvReader tlvs, ulong type, ref WireReader value)
    {
        if (type % 2 == 0) tlvs.Unknown(ref value);
        value.ReadRestSpan();
    }

    private protected static void Close(ref WireReader reader, TlvReader tlvs)
    {
        if (tlvs.Failed) reader.Fail(tlvs.Error);
        reader.ReadRestSpan();
    }
}
