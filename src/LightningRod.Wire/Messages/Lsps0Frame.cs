using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Messages;

/// <summary>The peer message that carries LSPS0 (bLIP 50), its JSON not yet read.</summary>
/// <remarks>Bad JSON does not end the connection: an LSP answers it with <see cref="Lsps0Response.BadMessage"/>, a client ignores it.</remarks>
public sealed record Lsps0Frame : PeerMessage
{
    /// <summary>Longest JSON that a message has room for, bytes.</summary>
    public const int MaxJsonLength = MaxLength - sizeof(ushort);

    /// <summary>Makes a frame.</summary>
    /// <param name="json">UTF-8 text, at most <see cref="MaxJsonLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than a message has room for.</exception>
    public Lsps0Frame(ByteString json)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, MaxJsonLength, nameof(json));
        Json = json;
    }

    /// <inheritdoc/>
    public override ushort Type => MessageType.Lsps0;

    /// <summary>The payload: what should be one JSON object in UTF-8.</summary>
    public ByteString Json { get; }

    /// <summary>Reads the JSON.</summary>
    /// <returns>The message, or the rule it broke with the offset in <see cref="Json"/>.</returns>
    public Result<Lsps0Message> Read() => Lsps0Message.Parse(Json);

    private protected override void WritePayload(WireWriter writer) => writer.Write(Json);
}
