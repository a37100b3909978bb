using System.Buffers;
using System.Security.Cryptography;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Cli.Decode;

/// <summary>A node's key in a file of 64 hexadecimal digits, as <c>rod keygen --out</c> writes it.</summary>
internal static class KeyFile
{
    private const int MaxLength = 256;

    /// <summary>Reads the key.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The key when true is returned; dispose it after use.</param>
    /// <param name="why">Why there is none when false is returned; never a part of the file.</param>
    internal static bool TryRead(FileInfo file, out PrivateKey? key, out string why)
    {
        key = null;
        Span<byte> text = stackalloc byte[MaxLength], secret = stackalloc byte[PrivateKey.Size];
        try
        {
            // Without a buffer of its own, which nobody could zero.
            using var stream = new FileStream(file.FullName, new FileStreamOptions { BufferSize = 0 });
            var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var digits = text[..length].Trim(" \t\r\n"u8);
            var isHex = digits.Length == 2 * secret.Length && Convert.FromHexString(digits, secret, out _, out _) == OperationStatus.Done;
            why = isHex && PrivateKey.TryCreate(secret, out key) ? "" : "not 64 hexadecimal digits of a secret key";
            return key is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = e.Message;
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
