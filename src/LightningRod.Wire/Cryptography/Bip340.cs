using System.Security.Cryptography;
using static LightningRod.Wire.Cryptography.Secp256k1Native;

namespace LightningRod.Wire.Cryptography;

/// <summary>Schnorr signatures of BIP 340.</summary>
public static unsafe class Bip340
{
    /// <summary>Length of a signature, bytes.</summary>
    public const int SignatureSize = 64;

    /// <summary>Signs a message of any length.</summary>
    /// <param name="key">The private key; its sign is turned when its point has odd y.</param>
    /// <param name="message">The message.</param>
    /// <param name="auxiliary">32 bytes of auxiliary randomness, or none for 32 random bytes.</param>
    /// <returns>64 bytes.</returns>
    /// <exception cref="ArgumentException">The auxiliary randomness has another length.</exception>
    public static byte[] Sign(PrivateKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> auxiliary = default)
    {
        Span<byte> aux = stackalloc byte[32];
        if (auxiliary.IsEmpty)
            RandomNumberGenerator.Fill(aux);
        else if (auxiliary.Length == aux.Length)
            auxiliary.CopyTo(aux);
        else
            throw new ArgumentException("Auxiliary randomness has 32 bytes.", nameof(auxiliary));

        var signature = new byte[SignatureSize];
        Span<byte> pair = stackalloc byte[96];
        byte none = 0;
        fixed (byte* s = signature, secret = key.Secret, p = pair, m = message, a = aux)
        {
            var extra = new ExtraParameters { Auxiliary = (nint)a };
            if (secp256k1_keypair_create(Context, p, secret) == 0
                || secp256k1_schnorrsig_sign_custom(Context, s, m == null ? &none : m, (nuint)message.Length, p, (byte*)&extra) == 0)
            {
                throw new CryptographicException("libsecp256k1 did not sign.");
            }
        }

        CryptographicOperations.ZeroMemory(pair);
        return signature;
    }

    /// <summary>secp256k1_schnorrsig_extraparams with its magic; the default nonce function takes the auxiliary bytes.</summary>
    private struct ExtraParameters
    {
        public ExtraParameters()
        {
        }

        private readonly uint _magic = 0x8cb36fda;
        private readonly nint _nonceFunction;

        internal nint Auxiliary { get; init; }
    }
}
