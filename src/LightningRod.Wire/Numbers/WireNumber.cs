namespace LightningRod.Wire.Numbers;

/// <summary>A row of the table of numbers.</summary>
/// <param name="Space">Where the number counts: the name of the class that holds it, for example <c>OnionMessageTlv</c>.</param>
/// <param name="Number">The number.</param>
/// <param name="Name">The name in its source.</param>
/// <param name="Source">The document that fixes it.</param>
/// <param name="Dialect">Who writes it.</param>
public sealed record WireNumber(string Space, ulong Number, string Name, string Source, Dialect Dialect);
