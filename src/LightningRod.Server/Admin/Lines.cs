using System.Buffers;
using System.Text.Json;

namespace LightningRod.Server.Admin;

/// <summary>JSON objects, one a line.</summary>
internal static class Lines
{
    internal const string ContentType = "application/x-ndjson";

    /// <summary>Writes one object and the end of its line.</summary>
    /// <param name="json">A writer over the output, between two objects.</param>
    /// <param name="output">The output itself.</param>
    /// <param name="members">Writes the object's members.</param>
    internal static void Write(Utf8JsonWriter json, IBufferWriter<byte> output, Action members)
    {
        json.WriteStartObject();
        members();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
        json.Reset();
    }
}
