namespace LightningRod.Wire.Encodings;

/// <summary>Why an input was refused: the rule it broke and where.</summary>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="Offset">Offset of the offending byte (or character, for text), counted from the start of the input that was given to the parser.</param>
/// <param name="Detail">One phrase for people: which field, which value, what was expected. Never holds secrets.</param>
public readonly record struct WireError(WireRule Rule, int Offset, string Detail)
{
    /// <summary>The same error seen from an outer input in which this one begins at <paramref name="start"/>.</summary>
    /// <param name="start">Offset of the inner input in the outer one.</param>
    public WireError Within(int start) => this with { Offset = Offset + start };

    /// <inheritdoc/>
    public override string ToString() => $"{Rule} at offset {Offset}: {Detail}";
}
