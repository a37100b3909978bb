using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LightningRod.Wire.Cryptography;

/// <summary>The system's libsecp256k1, version 0.2.0 or later with the modules ecdh, recovery, extrakeys and schnorrsig.</summary>
internal static unsafe partial class Secp256k1Native
{
    private const string Library = "secp256k1";

    // Not a static constructor's work: what it throws would reach the caller wrapped, and the advice how to install the library would be lost.
    private static readonly Lazy<nint> SharedContext = new(CreateContext);

    /// <summary>One context for the process. It is only read after it was made, so that all threads may share it.</summary>
    /// <exception cref="DllNotFoundException">The library is not installed; the message says how to.</exception>
    internal static nint Context => SharedContext.Value;

    // The resolver must be in place before the first call, whichever it is; a static constructor runs before any member is used.
#pragma warning disable CA1810
    static Secp256k1Native() => NativeLibrary.SetDllImportResolver(
        typeof(Secp256k1Native).Assembly,
        (name, assembly, path) => name == Library ? Secp256k1Library.Load(Secp256k1Library.Names, assembly, path) : 0);
#pragma warning restore CA1810

    private static nint CreateContext()
    {
        const uint FlagsNone = 1;
        var context = secp256k1_context_create(FlagsNone);
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        // Blinds the scalar multiplication against side channels.
        fixed (byte* s = seed) _ = secp256k1_context_randomize(context, s);
        CryptographicOperations.ZeroMemory(seed);
        return context;
    }

    internal const uint Compressed = 0x102;

    [LibraryImport(Library)] internal static partial nint secp256k1_context_create(uint flags);
    [LibraryImport(Library)] internal static partial int secp256k1_context_randomize(nint context, byte* seed32);

    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_parse(nint context, byte* key64, byte* input, nuint length);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int secp256k1_ec_pubkey_serialize(nint context, byte* output, nuint* length, byte* key64, uint flags);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_create(nint context, byte* key64, byte* secret32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_negate(nint context, byte* key64);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_tweak_add(nint context, byte* key64, byte* tweak32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_tweak_mul(nint context, byte* key64, byte* tweak32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_pubkey_combine(nint context, byte* key64, byte** keys, nuint count);

    [LibraryImport(Library)] internal static partial int secp256k1_ec_seckey_verify(nint context, byte* secret32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_seckey_negate(nint context, byte* secret32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_seckey_tweak_add(nint context, byte* secret32, byte* tweak32);
    [LibraryImport(Library)] internal static partial int secp256k1_ec_seckey_tweak_mul(nint context, byte* secret32, byte* tweak32);

    /// <summary>With both pointers zero: SHA-256 of the compressed shared point, which is BOLT 4's and BOLT 8's ECDH.</summary>
    [LibraryImport(Library)] internal static partial int secp256k1_ecdh(nint context, byte* output32, byte* key64, byte* secret32, nint hash, nint data);

    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_verify(nint context, byte* signature64, byte* hash32, byte* key64);
    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_signature_parse_compact(nint context, byte* signature64, byte* input64);
    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_sign_recoverable(nint context, byte* signature65, byte* hash32, byte* secret32, nint nonce, nint data);
    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_recoverable_signature_parse_compact(nint context, byte* signature65, byte* input64, int recoveryId);
    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_recoverable_signature_serialize_compact(nint context, byte* output64, int* recoveryId, byte* signature65);
    [LibraryImport(Library)] internal static partial int secp256k1_ecdsa_recover(nint context, byte* key64, byte* signature65, byte* hash32);

    [LibraryImport(Library)] internal static partial int secp256k1_keypair_create(nint context, byte* pair96, byte* secret32);
    [LibraryImport(Library)] internal static partial int secp256k1_xonly_pubkey_parse(nint context, byte* key64, byte* input32);
    [LibraryImport(Library)] internal static partial int secp256k1_xonly_pubkey_serialize(nint context, byte* output32, byte* key64);
    [LibraryImport(Library)] internal static partial int secp256k1_xonly_pubkey_from_pubkey(nint context, byte* key64, int* parity, byte* full64);
    [LibraryImport(Library)] internal static partial int secp256k1_schnorrsig_sign_custom(nint context, byte* signature64, byte* message, nuint length, byte* pair96, byte* extra);
    [LibraryImport(Library)] internal static partial int secp256k1_schnorrsig_verify(nint context, byte* signature64, byte* message, nuint length, byte* key64);
}
