namespace LightningRod.Flows.Storage;

/// <summary>A field of a stored message that cannot be; becomes an <see cref="Engine.Journal.UnreadableMessageException"/>.</summary>
internal sealed class MalformedFieldException(string field) : Exception($"field {field} is missing or malformed");
