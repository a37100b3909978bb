using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LightningRod.Cli.Decode;

/// <summary>Prints an answer as one JSON object in one line of ASCII, for programs.</summary>
internal static class JsonPrinter
{
    internal static void Print(Answer answer, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (answer.Node is { } node)
            {
                json.WriteString("kind"u8, answer.KindName);
                WriteFields(json, node);
                if (node.Fault() is { } fault) WriteError(json, (JsonObject)fault.Children[0].Json!.DeepClone(), fault.Name);
            }
            else
            {
                WriteError(json, Faults.Json(answer.KindName, answer.Refusal!.Error, answer.Refusal.Unit));
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.ASCII.GetString(buffer.WrittenSpan));
    }

    /// <summary>There is an error exactly when the exit code is not 0.</summary>
    private static void WriteError(Utf8JsonWriter json, JsonObject error, string? field = null)
    {
        if (field is not null) error["field"] = field;
        json.WritePropertyName("error"u8);
        error.WriteTo(json);
    }

    private static void WriteFields(Utf8JsonWriter json, DecodedNode node)
    {
        foreach (var field in node.Children)
        {
            json.WritePropertyName(field.Name);
            Write(json, field);
        }
    }

    private static void Write(Utf8JsonWriter json, DecodedNode node)
    {
        if (node.Json is { } value)
        {
            value.WriteTo(json);
        }
        else if (node.IsList)
        {
            json.WriteStartArray();
            foreach (var item in node.Children) Write(json, item);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            WriteFields(json, node);
            json.WriteEndObject();
        }
    }
}
