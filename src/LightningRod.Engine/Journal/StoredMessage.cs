namespace LightningRod.Engine.Journal;

/// <summary>An event, reply or effect as it is stored.</summary>
/// <param name="Name">Name and version, for example <c>payment.part_held.v1</c>; never a CLR name.</param>
/// <param name="Payload">The encoded fields.</param>
public readonly record struct StoredMessage(string Name, ReadOnlyMemory<byte> Payload);
