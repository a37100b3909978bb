using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Messages;

/// <summary>A JSON-RPC 2.0 object as LSPS0 allows it (bLIP 50): a client sends requests, an LSP responses and notifications.</summary>
/// <remarks>Compares by content; the order of members and the way numbers and strings are spelled do not count.</remarks>
public abstract record Lsps0Message
{
    /// <summary>How many objects and arrays may stand in each other, the outermost included.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest id and method, characters.</summary>
    public const int MaxNameLength = 256;

    // bLIP 50: "characters that can be embedded into a JSON string without escapes MUST be encoded directly".
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private protected Lsps0Message()
    {
    }

    /// <summary>Reads the payload of a message of type 37913.</summary>
    /// <param name="json">At most 65533 bytes; less than 2 MB is allocated for the worst of them.</param>
    /// <returns>
    /// A <see cref="Lsps0Request"/>, <see cref="Lsps0Response"/> or <see cref="Lsps0Notification"/>; or <see cref="WireRule.NotUtf8"/>,
    /// <see cref="WireRule.NotJson"/> (also for a member of the wrong kind or a name that is there twice), <see cref="WireRule.TooLarge"/>,
    /// <see cref="WireRule.MissingField"/>, <see cref="WireRule.ForbiddenField"/>, or <see cref="WireRule.UnknownVersion"/>. Members that
    /// JSON-RPC does not name are ignored.
    /// </returns>
    public static Result<Lsps0Message> Parse(ReadOnlySpan<byte> json) => Lsps0Json.Read(json);

    /// <summary>The message as a peer message to send.</summary>
    /// <exception cref="InvalidOperationException">Its JSON is longer than 65533 bytes; answer with an error instead.</exception>
    public Lsps0Frame ToFrame()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, Lsps0Json.Version);
            WriteMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenCount <= Lsps0Frame.MaxJsonLength
            ? new(ByteString.CopyOf(buffer.WrittenSpan))
            : throw new InvalidOperationException($"{buffer.WrittenCount} bytes of JSON are more than a message has room for.");
    }

    private protected abstract void WriteMembers(Utf8JsonWriter writer);

    private protected static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    private protected static string Name(string name, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength, parameter);
        return name;
    }

    private protected static JsonElement Object(JsonElement? value, string parameter) => value switch
    {
        null => Lsps0Json.EmptyObject,
        { ValueKind: JsonValueKind.Object } given => given.Clone(), // it may belong to a document that is disposed soon
        _ => throw new ArgumentException("A JSON object is expected.", parameter),
    };
}
