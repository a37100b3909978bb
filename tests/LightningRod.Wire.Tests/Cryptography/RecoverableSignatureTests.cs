using System.Numerics;
using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class RecoverableSignatureTests
{
    // Deterministic nonces of RFC 6979 over secp256k1 with low s, as many wallets test them.
    [Theory]
    [InlineData("Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData("All those moments will be lost in time, like tears in rain. Time to die...",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    public void Sign_KnownMessage_GivesKnownSignature(string message, string compact)
    {
        var hash = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(message));
        Assert.Equal(compact, RecoverableSignature.Sign(Curve.Key(1), hash).Compact.ToHex());
    }

    [Fact]
    public void TryRecover_OwnSignature_FindsTheKeyByOneRecoveryIdOnly()
    {
        var seen = new HashSet<byte>();
        for (var i = 0; i < 20; i++)
        {
            using var key = PrivateKey.Generate();
            var hash = SHA256.HashData([(byte)i]);
            var signature = RecoverableSignature.Sign(key, hash);
            seen.Add(signature.RecoveryId);
            for (byte id = 0; id < 4; id++)
            {
                var found = (signature with { RecoveryId = id }).TryRecover(hash, out var signer) && signer == key.PublicKey;
                Assert.Equal(id == signature.RecoveryId, found);
            }

            Assert.True(signature.Verify(key.PublicKey, hash));
            Assert.False(signature.Verify(key.PublicKey, SHA256.HashData(hash)));
            Assert.False(signature.Verify(key.PublicKey.Negate(), hash));
        }

        Assert.Superset(new HashSet<byte> { 0, 1 }, seen);
    }

    [Fact]
    public void HighS_IsRecoveredButNotVerified()
    {
        using var key = PrivateKey.Generate();
        var hash = SHA256.HashData([1]);
        var low = RecoverableSignature.Sign(key, hash);
        var s = new BigInteger(low.Compact.Span[32..], isUnsigned: true, isBigEndian: true);
        Assert.True(s <= Curve.Order / 2);
        byte[] turned = [.. low.Compact.Span[..32], .. Curve.Bytes(Curve.Order - s)];
        var high = new RecoverableSignature(ByteString.Own(turned), (byte)(low.RecoveryId ^ 1));
        Assert.True(high.TryRecover(hash, out var signer));
        Assert.Equal(key.PublicKey, signer);
        Assert.False(high.Verify(key.PublicKey, hash));
    }

    [Fact]
    public void TryRecover_OutOfRange_GivesNoKey()
    {
        var hash = SHA256.HashData([1]);
        var good = RecoverableSignature.Sign(Curve.Key(1), hash);
        RecoverableSignature[] bad =
        [
            good with { RecoveryId = 4 }, good with { RecoveryId = 255 }, good with { Compact = default },
            good with { Compact = good.Compact.Slice(0, 63) },
            good with { Compact = ByteString.Own(new byte[64]) }, good with { Compact = ByteString.Own(new byte[65]) },
            good with { Compact = ByteString.Own((byte[])[.. Curve.Bytes(Curve.Order), .. Curve.Bytes(1)]) },
            good with { Compact = ByteString.Own((byte[])[.. Curve.Bytes(1), .. Curve.Bytes(Curve.Order)]) },
        ];
        Assert.All(bad, signature =>
        {
            Assert.False(signature.TryRecover(hash, out var key));
            Assert.Equal(default, key);
        });
        Assert.All(bad[2..], signature => Assert.False(signature.Verify(Curve.Key(1).PublicKey, hash)));
        Assert.False(good.TryRecover(hash.AsSpan(1), out _));
        Assert.False(good.Verify(Curve.Key(1).PublicKey, [.. hash, 0]));
    }

    [Fact]
    public void Sign_HashOfAnotherLength_Throws() => Assert.Throws<ArgumentException>(() => RecoverableSignature.Sign(Curve.Key(1), new byte[31]));
}
