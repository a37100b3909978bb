using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Cli.Decode.Describers;

/// <summary><c>blinded_path</c> (BOLT 4, "Route Blinding"); what its first node is told, when the given key is that node's.</summary>
internal static class BlindedPathDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) =>
        BlindedPath.Parse(bytes).Map(path => Describe(path, context));

    internal static DecodedNode Describe(BlindedPath path, DecodeContext context) => DecodedNode.Object(new Fields()
        .Add("first_node_id", Values.Word(path.Introduction.ToString()))
        .Add("first_path_key", Values.Word(path.FirstPathKey.ToString()))
        .Add("path", Values.List(path.Hops, Hop))
        .Add("opened", Opened(path, context)));

    internal static DecodedNode? List(ValueList<BlindedPath>? paths, DecodeContext context) => Values.List(paths, path => Describe(path, context));

    private static DecodedNode Hop(BlindedHop hop) => DecodedNode.Object(new Fields()
        .Add("blinded_node_id", Values.Word(hop.BlindedNodeId.ToString()))
        .Add("encrypted_recipient_data", Values.Bytes(hop.EncryptedData.Span)));

    /// <summary>Most paths begin at somebody else's node, so a key that does not fit is no fault.</summary>
    private static DecodedNode? Opened(BlindedPath path, DecodeContext context)
    {
        if (context.Key is not { } key) return null;
        if (!RouteBlinding.Unblind(key, path.FirstPathKey, path.Hops[0].EncryptedData).TryGet(out var hop, out _)) return null;
        using var blindedKey = hop.BlindedKey;
        return DecodedNode.Object(new Fields()
            .Add("encrypted_data_tlv", EncryptedDataDescriber.Describe(hop.Data, context))
            .Add("next_path_key", Values.Word(hop.NextPathKey.ToString())));
    }
}
