using System.Text.Json.Serialization;
using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;

namespace LightningRod.Client.Storage;

/// <summary>How stored items are written. A member may be added; none changes its meaning.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredPayment))]
[JsonSerializable(typeof(StoredBill))]
[JsonSerializable(typeof(StoredOffer))]
[JsonSerializable(typeof(StoredAnswer))]
internal sealed partial class StoredJson : JsonSerializerContext;
