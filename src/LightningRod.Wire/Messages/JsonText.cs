using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Messages;

/// <summary>Reads the members of JSON objects from a stranger's text. As in <see cref="WireReader"/>, the first rule that is broken sticks.</summary>
internal ref struct JsonText
{
    // .NET's reader is given more than our own bound, which is checked with the offset at hand.
    private static readonly JsonReaderOptions Deeper = new() { MaxDepth = 2 * Lsps0Message.MaxDepth };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Lsps0Message.MaxDepth };

    private readonly ReadOnlySpan<byte> _json;

    /// <summary>Checks that the text is one JSON value of bounded depth whose strings are all text.</summary>
    internal JsonText(ReadOnlySpan<byte> json)
    {
        _json = json;
        if (!Utf8.IsValid(json))
        {
            Fail(WireRule.NotUtf8, ValidUtf8Length(json), "JSON is not UTF-8");
            return;
        }

        var reader = new Utf8JsonReader(json, Deeper);
        try
        {
            while (reader.Read())
            {
                if (!Root.IsPresent) Root = new((int)reader.TokenStartIndex, json.Length - (int)reader.TokenStartIndex, reader.TokenType);
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= Lsps0Message.MaxDepth)
                {
                    Fail(WireRule.TooLarge, (int)reader.TokenStartIndex, $"JSON nests deeper than {Lsps0Message.MaxDepth}");
                    return;
                }

                // Half a surrogate pair hides behind an escape until somebody asks for the string, and would throw there.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            }
        }
        catch (JsonException)
        {
            Fail(WireRule.NotJson, (int)reader.BytesConsumed, "not JSON");
        }
        catch (InvalidOperationException)
        {
            Fail(WireRule.NotJson, (int)reader.TokenStartIndex, "an escape is half a character");
        }
    }

    internal JsonMember Root { get; }

    internal WireError Error { get; private set; }

    internal readonly bool Failed => Error.Rule != WireRule.None;

    internal void Fail(WireRule rule, int offset, string detail)
    {
        if (!Failed) Error = new(rule, offset, detail);
    }

    /// <summary>Finds the named members of an object; others are passed over.</summary>
    internal JsonMember[] Open(JsonMember value, params ReadOnlySpan<string> names)
    {
        var members = new JsonMember[names.Length];
        if (value.Kind != JsonTokenType.StartObject) Fail(WireRule.NotJson, value.Start, "an object is expected");
        if (Failed) return members;
        var reader = new Utf8JsonReader(Slice(value), Deeper);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = value.Start + (int)reader.TokenStartIndex;
            var index = names.Length - 1;
            while (index >= 0 && !reader.ValueTextEquals(names[index])) index--;
            reader.Read();
            var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
            reader.Skip();
            if (index < 0) continue;
            if (members[index].IsPresent) Fail(WireRule.NotJson, nameStart, $"{names[index]} is there twice");
            members[index] = new(value.Start + start, (int)reader.BytesConsumed - start, kind);
        }

        return members;
    }

    internal void Require(JsonMember member, string name)
    {
        if (!member.IsPresent) Fail(WireRule.MissingField, _json.Length, $"{name} is missing");
    }

    internal void Forbid(JsonMember member, string name)
    {
        if (member.IsPresent) Fail(WireRule.ForbiddenField, member.Start, $"{name} must not be there");
    }

    internal string String(JsonMember member, string name, int maxLength)
    {
        if (!TryStart(member, JsonTokenType.String, name, out var reader)) return "";
        var text = reader.GetString()!;
        if (text.Length > maxLength) Fail(WireRule.TooLarge, member.Start, $"{name} has more than {maxLength} characters");
        return text;
    }

    internal int Int32(JsonMember member, string name)
    {
        if (!TryStart(member, JsonTokenType.Number, name, out var reader)) return 0;
        if (!reader.TryGetInt32(out var value)) Fail(WireRule.ValueOutOfRange, member.Start, $"{name} is no whole number of 32 bits");
        return value;
    }

    internal JsonElement Object(JsonMember member, string name) =>
        TryStart(member, JsonTokenType.StartObject, name, out _) ? Element(member, name) : default;

    internal JsonElement Element(JsonMember member, string name)
    {
        if (Failed) return default;
        try
        {
            return JsonElement.Parse(Slice(member), Strict);
        }
        catch (JsonException)
        {
            Fail(WireRule.NotJson, member.Start, $"a name is twice in an object of {name}");
            return default;
        }
    }

    private static int ValidUtf8Length(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out _, out var consumed) == System.Buffers.OperationStatus.Done) length += consumed;
        return length;
    }

    private readonly ReadOnlySpan<byte> Slice(JsonMember member) => _json.Slice(member.Start, member.Length);

    private bool TryStart(JsonMember member, JsonTokenType kind, string name, out Utf8JsonReader reader)
    {
        reader = default;
        Require(member, name);
        if (member.Kind != kind) Fail(WireRule.NotJson, member.Start, $"{name} is of the wrong kind");
        if (Failed) return false;
        reader = new Utf8JsonReader(Slice(member), Deeper);
        return reader.Read();
    }
}
