using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary>Makes and opens the onions of payments, also those for trampoline nodes inside them (BOLT 4; trampoline: pull 836).</summary>
public static class PaymentOnion
{
    /// <summary>Makes the onion of an HTLC: 1366 bytes.</summary>
    /// <param name="sessionKey">A fresh key for this onion alone.</param>
    /// <param name="hops">Each node's key, blinded on a blinded path, and its payload.</param>
    /// <param name="hash">The payment hash that the onion is bound to.</param>
    public static Result<byte[]> Create(PrivateKey sessionKey, IReadOnlyList<(PublicKey Key, PaymentPayload Payload)> hops, PaymentHash hash) =>
        Sphinx.Create(sessionKey, Hops(hops), hash.Value.Span);

    /// <summary>Makes the onion for trampoline nodes, for <see cref="PaymentPayload.TrampolineOnion"/>; just as large as its payloads need.</summary>
    /// <param name="sessionKey">A fresh key for this onion alone.</param>
    /// <param name="hops">Each trampoline node's key and payload.</param>
    /// <param name="hash">The payment hash that the onion is bound to.</param>
    /// <param name="payloadsSize">Size of the hop payloads, bytes; larger than needed hides how many nodes there are.</param>
    public static Result<byte[]> CreateTrampoline(
        PrivateKey sessionKey, IReadOnlyList<(PublicKey Key, PaymentPayload Payload)> hops, PaymentHash hash, int? payloadsSize = null)
    {
        var onionHops = Hops(hops);
        return Sphinx.Create(sessionKey, onionHops, hash.Value.Span, payloadsSize ?? onionHops.Sum(hop => hop.FrameSize));
    }

    /// <summary>Opens a node's layer and, on a blinded path, its encrypted data, and checks which records may stand together (BOLT 4).</summary>
    /// <param name="nodeKey">The node's own key.</param>
    /// <param name="packet">The onion of the HTLC, or the trampoline onion of its payload.</param>
    /// <param name="hash">The HTLC's payment hash.</param>
    /// <param name="pathKey">The <c>path_key</c> that came with the HTLC or, for a trampoline onion, with the payload around it.</param>
    /// <returns>What was found; for what an error means on the wire see <see cref="FailureMessage.CodeOf"/>.</returns>
    public static Result<PeeledPayment> Peel(PrivateKey nodeKey, ReadOnlySpan<byte> packet, PaymentHash hash, PublicKey? pathKey = null)
    {
        var buffer = new byte[Sphinx.PeelBufferSize(packet.Length)];
        Span<byte> key = stackalloc byte[PrivateKey.Size], pathSecret = stackalloc byte[OnionKey.Size], secret = stackalloc byte[OnionKey.Size];
        try
        {
            if (pathKey is { } given)
                RouteBlinding.DeriveBlindedKey(nodeKey, given, pathSecret, key);
            else
                nodeKey.Export(key);
            if (!Sphinx.TryPeelWith(key, packet, hash.Value.Span, buffer, secret, out var layer, out var error)) return error;
            if (!PaymentPayload.Parse(layer.Payload).TryGet(out var payload, out error)) return error;
            if (PaymentPayloadRules.Broken(payload, layer.IsFinal, pathKey is not null) is { } broken) return broken;

            EncryptedData? blinded = null;
            PublicKey? nextPathKey = null;
            if (payload.EncryptedRecipientData is { } encrypted)
            {
                if (!RouteBlinding.Unblind(nodeKey, pathKey ?? payload.CurrentPathKey!.Value, encrypted).TryGet(out var hop, out error)) return error;
                using var blindedKey = hop.BlindedKey;
                (blinded, nextPathKey) = (hop.Data, hop.NextPathKey);
            }

            return new PeeledPayment(payload, ByteString.CopyOf(layer.NextPacket), blinded, nextPathKey, SharedSecrets.OfOne(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(pathSecret);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static List<OnionHop> Hops(IReadOnlyList<(PublicKey Key, PaymentPayload Payload)> hops) =>
        [.. hops.Select(hop => new OnionHop(hop.Key, ByteString.Own(hop.Payload.ToArray())))];
}
