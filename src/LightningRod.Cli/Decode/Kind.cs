using LightningRod.Wire.Encodings;

namespace LightningRod.Cli.Decode;

/// <summary>Reads bytes and describes what they are.</summary>
internal delegate Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context);

/// <summary>Reads a text and describes what it is.</summary>
internal delegate Result<DecodedNode> FromText(ReadOnlySpan<char> text, DecodeContext context);

/// <summary>Something that <c>rod decode</c> knows.</summary>
/// <param name="Name">The name for <c>--as</c> and in answers.</param>
/// <param name="FromBytes">Reads its bytes; null when it is a text only.</param>
/// <param name="FromText">Reads its text; null when it has no text form.</param>
/// <param name="MayHoldSecrets">Whether its bytes may hold a payment id, nonce, preimage or payment secret in the clear.</param>
internal sealed record Kind(string Name, FromBytes? FromBytes, FromText? FromText = null, bool MayHoldSecrets = false)
{
    /// <summary>Describes a thing of this kind inside another; one that breaks a rule is shown with it.</summary>
    internal DecodedNode Inside(ByteString bytes, DecodeContext context) =>
        FromBytes!(bytes, context).TryGet(out var node, out var error) ? node : Faults.Describe(this, error, bytes);
}
