namespace LightningRod.Engine.Abstractions;

/// <summary>Names one command, so that its repetition gets the stored reply. The sender draws it; 16 bytes.</summary>
/// <param name="Value">The name.</param>
public readonly record struct CommandId(Guid Value)
{
    /// <summary>A fresh name.</summary>
    public static CommandId New() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("n");
}
