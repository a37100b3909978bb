using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Onion;

/// <summary>Makes blinded paths and opens a hop's part of one (BOLT 4, "Route Blinding").</summary>
public static class RouteBlinding
{
    /// <summary>Length of the tag behind encrypted data, bytes.</summary>
    public const int TagSize = 16;

    /// <summary>Makes a blinded path; data are padded to one length by <see cref="EncryptedData.PadToLongest"/>, not here.</summary>
    /// <param name="sessionKey">A fresh key for this path alone.</param>
    /// <param name="hops">The nodes from the introduction node to the last, with what each is told; at least one, at most 255.</param>
    /// <exception cref="ArgumentException">No hops or too many, or data longer than 65519 bytes.</exception>
    public static BlindedPath Create(PrivateKey sessionKey, IReadOnlyList<BlindedPathStep> hops)
    {
        if (hops.Count is 0 or > byte.MaxValue) throw new ArgumentException("A blinded path has 1 to 255 hops.", nameof(hops));
        var blinded = new BlindedHop[hops.Count];
        Span<byte> ephemeral = stackalloc byte[PrivateKey.Size], secret = stackalloc byte[OnionKey.Size], key = stackalloc byte[OnionKey.Size];
        sessionKey.Export(ephemeral);
        for (var i = 0; i < hops.Count; i++)
        {
            var (nodeId, data) = hops[i];
            if (data.Length > ushort.MaxValue - TagSize) throw new ArgumentException("A hop's data is too long.", nameof(hops));
            Scalar.Ecdh(ephemeral, nodeId, secret);
            OnionKey.Derive(OnionKey.BlindedNodeId, secret, key);
            if (!nodeId.TryMultiply(key, out var blindedId)) throw new CryptographicException("A blinding factor is no scalar.");
            OnionKey.Derive(OnionKey.Rho, secret, key);
            var encrypted = new byte[data.Length + TagSize];
            using (var aead = new ChaCha20Poly1305(key))
                aead.Encrypt(Nonce, data.Span, encrypted.AsSpan(0, data.Length), encrypted.AsSpan(data.Length));
            blinded[i] = new BlindedHop(blindedId, ByteString.Own(encrypted));
            OnionKey.BlindingFactor(Scalar.PublicKey(ephemeral), secret, key);
            Scalar.Multiply(ephemeral, key);
        }

        CryptographicOperations.ZeroMemory(ephemeral);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        return new BlindedPath(IntroductionNode.Of(new NodeId(hops[0].NodeId)), sessionKey.PublicKey, [.. blinded]);
    }

    /// <summary>Makes a blinded path for messages: each node is told the next one's id, the last one a path id, all in one length.</summary>
    /// <param name="sessionKey">A fresh key for this path alone.</param>
    /// <param name="nodes">From the introduction node to the last.</param>
    /// <param name="pathId">What the last node wants to see again.</param>
    public static BlindedPath CreateForMessages(PrivateKey sessionKey, IReadOnlyList<PublicKey> nodes, ByteString pathId)
    {
        var data = nodes.Skip(1).Select(next => new EncryptedData { NextNodeId = new NodeId(next) }).Append(new EncryptedData { PathId = pathId });
        return Create(sessionKey, [.. nodes.Zip(EncryptedData.PadToLongest(data), (node, hop) => new BlindedPathStep(node, hop))]);
    }

    /// <summary>Puts own hops before another's path: the last of them is told the path's first key and, unless its data say otherwise, its first node.</summary>
    /// <param name="sessionKey">A fresh key for the own hops alone.</param>
    /// <param name="before">The own hops, at least one.</param>
    /// <param name="path">The path to join.</param>
    public static BlindedPath Join(PrivateKey sessionKey, IReadOnlyList<(PublicKey NodeId, EncryptedData Data)> before, BlindedPath path)
    {
        var steps = before.Select(hop => new BlindedPathStep(hop.NodeId, hop.Data)).ToArray();
        var (node, data) = before[^1];
        var toldElsewhere = data.NextNodeId is not null || data.ShortChannelId is not null;
        steps[^1] = new BlindedPathStep(node, data with
        {
            NextPathKeyOverride = path.FirstPathKey,
            NextNodeId = toldElsewhere ? data.NextNodeId : path.Introduction.NodeId,
        });
        var own = Create(sessionKey, steps);
        return own with { Hops = [.. own.Hops, .. path.Hops] };
    }

    /// <summary>Goes one hop along a path whose introduction node is oneself.</summary>
    /// <param name="nodeKey">The node's own key.</param>
    /// <param name="path">The path.</param>
    /// <returns>
    /// What this node is told, and the rest of the path; refused when it ends here, or when the next node is told by a channel, which only the node
    /// itself can resolve.
    /// </returns>
    public static Result<(EncryptedData Data, BlindedPath Onward)> Advance(PrivateKey nodeKey, BlindedPath path)
    {
        if (!Unblind(nodeKey, path.FirstPathKey, path.Hops[0].EncryptedData).TryGet(out var hop, out var error)) return error;
        using var key = hop.BlindedKey;
        if (path.Hops.Count == 1) return new WireError(WireRule.MissingField, 0, "the path ends at its introduction node");
        if (hop.Data.NextNodeId is not { } next) return new WireError(WireRule.MissingField, 0, "the next node is not told by its id");
        return (hop.Data, new BlindedPath(IntroductionNode.Of(next), hop.NextPathKey, [.. path.Hops.Skip(1)]));
    }

    /// <summary>Opens a hop's encrypted data and finds its keys.</summary>
    /// <param name="nodeKey">The node's own key.</param>
    /// <param name="pathKey">The path key that came with the onion.</param>
    /// <param name="encryptedData"><c>encrypted_recipient_data</c>.</param>
    /// <returns>The data and keys, or why they were refused.</returns>
    public static Result<UnblindedHop> Unblind(PrivateKey nodeKey, PublicKey pathKey, ReadOnlySpan<byte> encryptedData)
    {
        Span<byte> blindedKey = stackalloc byte[PrivateKey.Size], secret = stackalloc byte[OnionKey.Size];
        var plain = new byte[Math.Max(0, encryptedData.Length - TagSize)];
        DeriveBlindedKey(nodeKey, pathKey, secret, blindedKey);
        try
        {
            if (!TryDecrypt(secret, encryptedData, plain, out var error)) return error;
            if (!EncryptedData.Parse(plain).TryGet(out var data, out error)) return error;
            if (!TryNextPathKey(pathKey, secret, data.NextPathKeyOverride, out var next, out error)) return error;
            return PrivateKey.TryCreate(blindedKey, out var key)
                ? new UnblindedHop(data, next, key)
                : new WireError(WireRule.NotAScalar, 0, "the blinded key is no scalar");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(blindedKey);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The shared secret of node and path key, and the key that opens the node's onion layer.</summary>
    internal static void DeriveBlindedKey(PrivateKey nodeKey, PublicKey pathKey, Span<byte> sharedSecret, Span<byte> blindedKey)
    {
        Span<byte> factor = stackalloc byte[OnionKey.Size];
        nodeKey.Ecdh(pathKey, sharedSecret);
        OnionKey.Derive(OnionKey.BlindedNodeId, sharedSecret, factor);
        nodeKey.Export(blindedKey);
        Scalar.Multiply(blindedKey, factor);
        CryptographicOperations.ZeroMemory(factor);
    }

    internal static bool TryDecrypt(ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> encrypted, Span<byte> plain, out WireError error)
    {
        error = default;
        if (encrypted.Length < TagSize)
        {
            error = new(WireRule.UnexpectedEnd, encrypted.Length, "encrypted data is shorter than its tag");
            return false;
        }

        Span<byte> key = stackalloc byte[OnionKey.Size];
        OnionKey.Derive(OnionKey.Rho, sharedSecret, key);
        try
        {
            using var aead = new ChaCha20Poly1305(key);
            aead.Decrypt(Nonce, encrypted[..^TagSize], encrypted[^TagSize..], plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            error = new(WireRule.BadCiphertext, 0, "encrypted data is not for this key, or was changed");
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static bool TryNextPathKey(PublicKey pathKey, ReadOnlySpan<byte> sharedSecret, PublicKey? overriding, out PublicKey next, out WireError error)
    {
        error = default;
        next = overriding.GetValueOrDefault();
        if (overriding is not null) return true;
        Span<byte> factor = stackalloc byte[OnionKey.Size];
        OnionKey.BlindingFactor(pathKey, sharedSecret, factor);
        if (pathKey.TryMultiply(factor, out next)) return true;
        error = new(WireRule.NotAScalar, 0, "the next path key is no point");
        return false;
    }

    private static ReadOnlySpan<byte> Nonce => "\0\0\0\0\0\0\0\0\0\0\0\0"u8;
}
