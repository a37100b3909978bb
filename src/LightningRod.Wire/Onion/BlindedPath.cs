using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary>A route to a node that hides who it is and which way it goes: <c>blinded_path</c> (BOLT 4, "Route Blinding").</summary>
/// <param name="Introduction">The first node of the route, whose name is in the clear.</param>
/// <param name="FirstPathKey">The key with which the first node opens its data.</param>
/// <param name="Hops">At least one and at most 255; the first is the introduction node's own.</param>
public sealed record BlindedPath(IntroductionNode Introduction, PublicKey FirstPathKey, ValueList<BlindedHop> Hops)
{
    /// <summary>Reads a path that is all of the input.</summary>
    /// <param name="bytes">The encoded path.</param>
    public static Result<BlindedPath> Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var path = Read(ref reader);
        return reader.Complete(path!);
    }

    /// <summary>Reads paths one after the other until the end of the input, as <c>offer_paths</c> holds them.</summary>
    /// <param name="reader">The reader; it fails for no path at all, since an empty list says nothing, and for more than the limit.</param>
    /// <param name="limit">How many paths are read at most.</param>
    public static IReadOnlyList<BlindedPath> ReadList(ref WireReader reader, int limit = 32)
    {
        var paths = new List<BlindedPath>();
        if (reader.Remaining == 0) reader.Fail(WireRule.WrongLength, "an empty list of blinded paths");
        while (reader.Remaining > 0)
        {
            if (paths.Count == limit) reader.Fail(WireRule.TooLarge, $"more than {limit} blinded paths");
            if (Read(ref reader) is { } path) paths.Add(path);
        }

        return paths;
    }

    /// <summary>Reads one path.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The path, or null when the reader failed.</returns>
    public static BlindedPath? Read(ref WireReader reader)
    {
        var introduction = IntroductionNode.Read(ref reader);
        var pathKey = reader.ReadPublicKey();
        var count = reader.ReadByte();
        if (count == 0) reader.Fail(WireRule.ValueOutOfRange, "a blinded path without hops");
        var hops = new List<BlindedHop>();
        for (var i = 0; i < count && !reader.Failed; i++) hops.Add(new(reader.ReadPublicKey(), reader.ReadBytes(reader.ReadUInt16())));
        return reader.Failed ? null : new(introduction, pathKey, [.. hops]);
    }

    /// <summary>Appends the encoded path.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        Introduction.WriteTo(writer);
        writer.WritePublicKey(FirstPathKey).WriteByte(checked((byte)Hops.Count));
        foreach (var hop in Hops) writer.WritePublicKey(hop.BlindedNodeId).WriteUInt16(checked((ushort)hop.EncryptedData.Length)).Write(hop.EncryptedData);
    }

    /// <summary>The encoded path.</summary>
    public byte[] ToArray()
    {
        var writer = new WireWriter(512);
        WriteTo(writer);
        return writer.ToArray();
    }
}
