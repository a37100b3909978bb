using System.Text.Json;

namespace LightningRod.Wire.Messages;

/// <summary>What an LSP tells a client unasked (bLIP 50).</summary>
public sealed record Lsps0Notification : Lsps0Message
{
    /// <summary>Makes a notification.</summary>
    /// <param name="method">Prefix and name; at most <see cref="Lsps0Message.MaxNameLength"/> characters.</param>
    /// <param name="parameters">An object, or null for an empty one.</param>
    /// <exception cref="ArgumentException">The parameters are no object, or the method is too long.</exception>
    public Lsps0Notification(string method, JsonElement? parameters = null) =>
        (Method, Params) = (Name(method, nameof(method)), Object(parameters, nameof(parameters)));

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The parameters by name: always an object, empty when there were none.</summary>
    public JsonElement Params { get; }

    /// <inheritdoc/>
    public bool Equals(Lsps0Notification? other) => other is not null && Method == other.Method && JsonElement.DeepEquals(Params, other.Params);

    /// <inheritdoc/>
    public override int GetHashCode() => Method.GetHashCode(StringComparison.Ordinal);

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("method"u8, Method);
        Write(writer, "params"u8, Params);
    }
}
