namespace LightningRod.Flows.Storage;

/// <summary>Makes the next version of a stored message from an older one. Pure.</summary>
/// <param name="From">The older stored name, for example <c>payment.part_held.v1</c>.</param>
/// <param name="To">The next stored name; perhaps older than the present one too.</param>
/// <param name="Change">Payload to payload. What it throws makes the message unreadable.</param>
public sealed record Upcaster(string From, string To, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Change);

/// <summary>The upcasters of all versions of this program. There are none yet: every message has its first version.</summary>
/// <remarks>
/// A message gets a new version in two releases: the first one reads it by an upcaster from the version before, the next one writes it. What older
/// versions wrote stays as it is, and so do their golden lines.
/// </remarks>
public static class Upcasters
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Upcaster> All { get; } = [];
}
