using System.Text.Json;

namespace LightningRod.Wire.Messages;

/// <summary>What a client asks its LSP (bLIP 50).</summary>
public sealed record Lsps0Request : Lsps0Message
{
    /// <summary>Makes a request.</summary>
    /// <param name="method">For example <c>lsps0.list_protocols</c>; at most <see cref="Lsps0Message.MaxNameLength"/> characters.</param>
    /// <param name="parameters">An object, or null for an empty one.</param>
    /// <param name="id">At least 80 random bits as text, made by the caller; at most <see cref="Lsps0Message.MaxNameLength"/> characters.</param>
    /// <exception cref="ArgumentException">The parameters are no object, or a name is too long.</exception>
    public Lsps0Request(string method, JsonElement? parameters, string id) =>
        (Method, Params, Id) = (Name(method, nameof(method)), Object(parameters, nameof(parameters)), Name(id, nameof(id)));

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The parameters by name: always an object, empty when there were none.</summary>
    public JsonElement Params { get; }

    /// <summary>The name of the request, for the response.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public bool Equals(Lsps0Request? other) =>
        other is not null && Method == other.Method && Id == other.Id && JsonElement.DeepEquals(Params, other.Params);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Method, Id);

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("method"u8, Method);
        Write(writer, "params"u8, Params);
        writer.WriteString("id"u8, Id);
    }
}
