using System.Text.Json;

namespace LightningRod.Wire.Messages;

/// <summary>What an LSP answers: a result or an error (bLIP 50).</summary>
public sealed record Lsps0Response : Lsps0Message
{
    private Lsps0Response(string? id, JsonElement? result, Lsps0Error? error) => (Id, Result, Error) = (id, result, error);

    /// <summary>The answer to what is no LSPS0 message: code -32700 and no id.</summary>
    public static Lsps0Response BadMessage { get; } = new(null, null, new Lsps0Error(Lsps0ErrorCode.ParseError, "Parse error"));

    /// <summary>The request's id; null only in an error about a request whose id could not be read.</summary>
    public string? Id { get; }

    /// <summary>The result, an object; null in an error.</summary>
    public JsonElement? Result { get; }

    /// <summary>The error; null when there is a result.</summary>
    public Lsps0Error? Error { get; }

    /// <summary>Answers with a result.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="result">An object.</param>
    /// <exception cref="ArgumentException">The result is no object, or the id is too long.</exception>
    public static Lsps0Response Success(string id, JsonElement result) => new(Name(id, nameof(id)), Object(result, nameof(result)), null);

    /// <summary>Answers with an error.</summary>
    /// <param name="id">The request's id, or null when it could not be read.</param>
    /// <param name="error">The error.</param>
    /// <exception cref="ArgumentException">The id is too long.</exception>
    public static Lsps0Response Failure(string? id, Lsps0Error error) => new(id is null ? null : Name(id, nameof(id)), null, error);

    /// <inheritdoc/>
    public bool Equals(Lsps0Response? other) =>
        other is not null && Id == other.Id && Error == other.Error && Lsps0Json.AreEqual(Result, other.Result);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Error);

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("id"u8, Id);
        if (Result is { } result) Write(writer, "result"u8, result);
        if (Error is not { } error) return;
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteString("message"u8, error.Message);
        if (error.Data is { } data) Write(writer, "data"u8, data);
        writer.WriteEndObject();
    }
}
