using System.Reflection;
using System.Runtime.InteropServices;

namespace LightningRod.Wire.Cryptography;

/// <summary>Finds the system's libsecp256k1, whose file name depends on system and version.</summary>
internal static class Secp256k1Library
{
    /// <summary>The names it has on this system, newest first.</summary>
    internal static IReadOnlyList<string> Names { get; } = OperatingSystem.IsWindows()
        ? ["libsecp256k1-2.dll", "libsecp256k1-1.dll", "libsecp256k1-0.dll", "libsecp256k1.dll", "secp256k1.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libsecp256k1.2.dylib", "libsecp256k1.1.dylib", "libsecp256k1.0.dylib", "libsecp256k1.dylib",
               "/opt/homebrew/lib/libsecp256k1.dylib", "/usr/local/lib/libsecp256k1.dylib"]
            : ["libsecp256k1.so.2", "libsecp256k1.so.1", "libsecp256k1.so.0", "libsecp256k1.so"];

    /// <summary>Loads the first of some names that is there.</summary>
    /// <param name="names">File names or paths.</param>
    /// <param name="assembly">Who asks; its folder is searched too.</param>
    /// <param name="path">Where to search.</param>
    /// <exception cref="DllNotFoundException">None is there; the message names them and how to install the library.</exception>
    internal static nint Load(IReadOnlyList<string> names, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, assembly, path, out var handle)) return handle;
        }

        throw new DllNotFoundException(
            $"libsecp256k1 was not found (tried {string.Join(", ", names)}). Install it: 'apt-get install libsecp256k1-1' on Debian 12, " +
            "'apt-get install libsecp256k1-2' on Debian 13, 'brew install secp256k1' on macOS; on Windows put libsecp256k1-2.dll beside the program.");
    }
}
