namespace LightningRod.Wire.Numbers;

/// <summary>Says what a number of the table is called and where it comes from.</summary>
/// <param name="name">The name in the source, for example <c>onion_message</c>.</param>
/// <param name="source">The document, for example <c>BOLT 4</c>.</param>
/// <param name="dialect">Who writes it.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireNumberAttribute(string name, string source, Dialect dialect = Dialect.Specification) : Attribute
{
    /// <summary>The name in the source.</summary>
    public string Name { get; } = name;

    /// <summary>The document.</summary>
    public string Source { get; } = source;

    /// <summary>Who writes it.</summary>
    public Dialect Dialect { get; } = dialect;
}
