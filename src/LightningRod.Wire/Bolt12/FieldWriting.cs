using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>Adds the kinds of fields that several messages of BOLT 12 have.</summary>
internal static class FieldWriting
{
    internal static TlvWriter AddPaths(this TlvWriter writer, ulong type, ValueList<BlindedPath>? paths) =>
        writer.AddList(type, paths, (value, path) => path.WriteTo(value));

    internal static TlvWriter AddList<T>(this TlvWriter writer, ulong type, ValueList<T>? list, Action<WireWriter, T> write) =>
        list is not { } entries ? writer : writer.Add(type, value =>
        {
            foreach (var entry in entries) write(value, entry);
        });

    internal static TlvWriter AddMsat(this TlvWriter writer, ulong type, Msat? amount) => writer.AddTruncated(type, amount?.Value);

    internal static TlvWriter AddFeatures(this TlvWriter writer, ulong type, Features? features) => writer.AddBytes(type, features?.Bytes);
}
