namespace LightningRod.Flows.Storage;

/// <summary>The values of an enumeration and their stored ones, told pair by pair, so that renaming and reordering change nothing stored.</summary>
internal sealed class EnumMap<TValue, TStored>(string field, params (TValue Value, TStored Stored)[] pairs)
    where TValue : struct, Enum
    where TStored : struct, Enum
{
    private readonly Dictionary<TValue, TStored> _written = pairs.ToDictionary(pair => pair.Value, pair => pair.Stored);
    private readonly Dictionary<TStored, TValue> _read = pairs.ToDictionary(pair => pair.Stored, pair => pair.Value);

    internal TStored Write(TValue value) =>
        _written.TryGetValue(value, out var stored) ? stored : throw new ArgumentException($"{value} is not stored as {field}.", nameof(value));

    internal TValue Read(TStored stored) => _read.TryGetValue(stored, out var value) ? value : throw new MalformedFieldException(field);
}
