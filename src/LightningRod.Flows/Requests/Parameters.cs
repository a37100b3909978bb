using System.Buffers;
using System.Text.Json;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary>Reads a stranger's parameters. The first rule that is broken sticks; the method asks once, at the end.</summary>
internal sealed class Parameters
{
    private readonly JsonElement _object;

    internal Parameters(JsonElement given, params ReadOnlySpan<string> names)
    {
        _object = given;
        List<string> unrecognized = [];
        foreach (var member in given.EnumerateObject())
        {
            if (!names.Contains(member.Name)) unrecognized.Add(member.Name);
        }

        if (unrecognized.Count > 0) Error = Lsps0Error.InvalidParams(unrecognized);
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    internal Lsps0Error? Error { get; private set; }

    /// <summary>A text; null when it is not there.</summary>
    internal string? Text(string name, int maxLength)
    {
        if (!_object.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) return Fail($"{name} is no string");
        var text = value.GetString()!;
        return text.Length <= maxLength ? text : Fail($"{name} has more than {maxLength} characters");
    }

    /// <summary>Whether something is so; false when it is not said.</summary>
    internal bool Flag(string name)
    {
        if (!_object.TryGetProperty(name, out var value)) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Fail($"{name} is neither true nor false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A hash as 64 hexadecimal digits; null when it is not there.</summary>
    internal Bytes32? Hash(string name)
    {
        if (Text(name, 2 * Bytes32.Size) is not { } text) return null;
        var bytes = new byte[Bytes32.Size];
        if (text.Length == 2 * Bytes32.Size && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done) return new(bytes);
        Fail($"{name} is not {2 * Bytes32.Size} hexadecimal digits");
        return null;
    }

    internal void Require(bool isMet, string rule)
    {
        if (!isMet) Fail(rule);
    }

    private string? Fail(string rule)
    {
        Error ??= Lsps0Error.InvalidParams([], rule);
        return null;
    }
}
