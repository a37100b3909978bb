using System.Text.Json.Serialization;

namespace LightningRod.Cli.Admin;

/// <summary>What is sent to a member.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class RequestJson : JsonSerializerContext;
