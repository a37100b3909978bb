using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LightningRod.Actors;

/// <summary>JSON for the rows of lists.</summary>
internal static class Details
{
    /// <summary>An object with some members.</summary>
    internal static string Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A name as stored words are written: <c>ReleaseDecided</c> becomes <c>release_decided</c>.</summary>
    internal static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
