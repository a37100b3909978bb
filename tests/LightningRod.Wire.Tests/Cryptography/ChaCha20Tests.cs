using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using Aead = System.Security.Cryptography.ChaCha20Poly1305;

namespace LightningRod.Wire.Tests.Cryptography;

public sealed class ChaCha20Tests
{
    public static IEnumerable<TheoryDataRow<int>> Rows(string part) =>
        from index in Enumerable.Range(0, Part(part).Count)
        select new TheoryDataRow<int>(index);

    [Theory, MemberData(nameof(Rows), "block")]
    public void Xor_ZeroBlock_GivesTheKeyStreamBlock(int index)
    {
        var row = Part("block")[index]!;
        var buffer = new byte[64];
        ChaCha20.Xor(row.Hex("key"), row.Hex("nonce"), row["counter"]!.GetValue<uint>(), buffer);
        Assert.Equal(row.Hex("block"), buffer);
    }

    [Theory, MemberData(nameof(Rows), "encrypt")]
    public void Xor_Plaintext_GivesTheCiphertextAndBack(int index)
    {
        var row = Part("encrypt")[index]!;
        var buffer = row.Hex("plaintext");
        ChaCha20.Xor(row.Hex("key"), row.Hex("nonce"), row["initial_counter"]!.GetValue<uint>(), buffer);
        Assert.Equal(row.Hex("ciphertext"), buffer);
        ChaCha20.Xor(row.Hex("key"), row.Hex("nonce"), row["initial_counter"]!.GetValue<uint>(), buffer);
        Assert.Equal(row.Hex("plaintext"), buffer);
    }

    [Theory, MemberData(nameof(Rows), "aead")]
    public void Aead_Row_AgreesWithThePlatformAndWithTheStreamFromBlockOne(int index)
    {
        var row = Part("aead")[index]!;
        using var aead = new Aead(row.Hex("key"));
        byte[] plaintext = row.Hex("plaintext"), ciphertext = new byte[plaintext.Length], tag = new byte[16];
        aead.Encrypt(row.Hex("nonce"), plaintext, ciphertext, tag, row.Hex("aad"));
        Assert.Equal(row.Hex("ciphertext"), ciphertext);
        Assert.Equal(row.Hex("tag"), tag);
        ChaCha20.Xor(row.Hex("key"), row.Hex("nonce"), 1, ciphertext);
        Assert.Equal(plaintext, ciphertext);
    }

    [Theory, MemberData(nameof(Rows), "bolt4_stream")]
    public void Xor_KeyAlone_GivesTheBolt4Stream(int index)
    {
        var row = Part("bolt4_stream")[index]!;
        var buffer = new byte[row["length"]!.GetValue<int>()];
        ChaCha20.Xor(row.Hex("key"), buffer);
        Assert.Equal(row.Hex("stream"), buffer);
    }

    [Fact]
    public void Xor_EveryLength_IsThePrefixOfTheLongStream()
    {
        var (key, stream) = Stream(700);
        for (var length = 0; length <= 400; length++)
        {
            var buffer = new byte[length];
            ChaCha20.Xor(key, buffer);
            Assert.Equal(stream[..length], buffer);
        }
    }

    [Fact]
    public void Xor_Skip_IsTheSliceOfTheLongStream()
    {
        var (key, stream) = Stream(3000);
        int[] lengths = [0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 255, 256, 257, 1299, 1300];
        foreach (var skip in Enumerable.Range(0, 300).Concat([511, 512, 513, 1300, 1333, 1599]))
        {
            foreach (var length in lengths)
            {
                var buffer = new byte[length];
                ChaCha20.Xor(key, skip, buffer);
                Assert.True(stream.AsSpan(skip, length).SequenceEqual(buffer), $"skip {skip}, length {length}");
            }
        }
    }

    [Fact]
    public void Xor_SkipIntoText_ChangesJustTheBuffer()
    {
        var (key, stream) = Stream(300);
        var memory = Enumerable.Repeat((byte)0x55, 120).ToArray();
        ChaCha20.Xor(key, 70, memory.AsSpan(10, 100));
        for (var i = 0; i < memory.Length; i++) Assert.Equal(i is >= 10 and < 110 ? 0x55 ^ stream[70 + i - 10] : 0x55, memory[i]);
    }

    [Fact]
    public void Xor_CounterAtItsEnd_WrapsToBlockZero()
    {
        var (key, stream) = Stream(64);
        var buffer = new byte[128];
        ChaCha20.Xor(key, new byte[12], uint.MaxValue, buffer);
        Assert.Equal(stream, buffer[64..]);
    }

    [Fact]
    public void Xor_KeyOrNonceOfAnotherLength_Throws()
    {
        Assert.Throws<ArgumentException>(() => ChaCha20.Xor(new byte[31], new byte[1]));
        Assert.Throws<ArgumentException>(() => ChaCha20.Xor(new byte[33], 1, new byte[1]));
        Assert.Throws<ArgumentException>(() => ChaCha20.Xor(new byte[32], new byte[8], 0, new byte[1]));
    }

    private static JsonArray Part(string name) => Vectors.Json("chacha20/rfc8439.json")[name]!.AsArray();

    private static (byte[] Key, byte[] Stream) Stream(int length)
    {
        var key = Enumerable.Range(0, 32).Select(i => (byte)(7 * i)).ToArray();
        var stream = new byte[length];
        // One block at a time: the two-blocks-at-once path is compared with it.
        for (var block = 0; block * 64 < length; block++)
            ChaCha20.Xor(key, new byte[12], (uint)block, stream.AsSpan(block * 64, Math.Min(64, length - (block * 64))));
        return (key, stream);
    }
}
