using System.Text.Json.Serialization;

namespace LightningRod.Cli.Keygen;

/// <summary>What <c>rod keygen --json</c> prints.</summary>
internal sealed record KeygenAnswer(
    [property: JsonPropertyName("node_id")] string NodeId,
    [property: JsonPropertyName("secret_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecretKey,
    [property: JsonPropertyName("file"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File);

[JsonSerializable(typeof(KeygenAnswer))]
internal sealed partial class KeygenJson : JsonSerializerContext;
