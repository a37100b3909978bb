using System.Runtime.InteropServices;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class Secp256k1LibraryTests
{
    [Fact]
    public void Load_NoneThere_NamesWhatWasTriedAndHowToInstall()
    {
        string[] names = ["libno-such-1.so", "libno-such-2.so"];
        var missing = Assert.Throws<DllNotFoundException>(() => Secp256k1Library.Load(names, typeof(PublicKey).Assembly, null));
        foreach (var part in new[]
                 {
                     "libsecp256k1 was not found", "libno-such-1.so", "libno-such-2.so", "apt-get install libsecp256k1-1",
                     "apt-get install libsecp256k1-2", "brew install secp256k1", "libsecp256k1-2.dll",
                 })
        {
            Assert.Contains(part, missing.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_FirstNameMissing_TriesTheNext()
    {
        var handle = Secp256k1Library.Load(["libno-such-1.so", .. Secp256k1Library.Names], typeof(PublicKey).Assembly, null);
        Assert.NotEqual(0, handle);
        Assert.True(NativeLibrary.TryGetExport(handle, "secp256k1_ecdh", out _));
    }
}
