using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;

namespace LightningRod.Wire.Tests.Onion;

public sealed class SphinxTests
{
    private static readonly string[] PrivateKeys = ["41", "42", "43", "44", "45"];

    [Fact]
    public void Create_OnionTestVector_GivesItsPacket()
    {
        var (session, hops, associated, packet) = Vector();
        Assert.Equal(packet, Sphinx.Create(session, hops, associated).Value);
    }

    [Fact]
    public void TryPeel_OnionTestVector_GivesEveryPayloadInTurn()
    {
        var (_, hops, associated, packet) = Vector();
        for (var i = 0; i < hops.Count; i++)
        {
            var layer = Peel(Key(i), packet, associated);
            Assert.Equal(hops[i].Payload, layer.Payload);
            Assert.Equal(i == hops.Count - 1, layer.Next.Length == 0);
            packet = layer.Next;
        }
    }

    [Theory]
    [InlineData(97)]
    [InlineData(1300)]
    [InlineData(5000)]
    [InlineData(32768)]
    public void CreateThenPeel_AnySize_GivesThePayloadsAndKeepsTheSize(int size)
    {
        using var session = PrivateKey.Generate();
        OnionHop[] hops = [new(Key(0).PublicKey, Bytes(5)), new(Key(1).PublicKey, Bytes(size > 1000 ? 300 : 0)), new(Key(2).PublicKey, ByteString.Empty)];
        if (size == 97) hops = hops[..1];
        var packet = Sphinx.Create(session, hops, default, size).Value;
        for (var i = 0; i < hops.Length; i++)
        {
            Assert.Equal(Sphinx.Overhead + size, packet.Length);
            var layer = Peel(Key(i), packet, default);
            Assert.Equal(hops[i].Payload, layer.Payload);
            packet = layer.Next;
        }

        Assert.Empty(packet);
    }

    [Fact]
    public void Create_HopsThatJustFit_AreTakenAndOneByteMoreIsRefused()
    {
        using var session = PrivateKey.Generate();
        OnionHop[] fitting = [new(Key(0).PublicKey, Bytes(100)), new(Key(1).PublicKey, Bytes(200))];
        var size = fitting.Sum(hop => hop.FrameSize);
        var packet = Sphinx.Create(session, fitting, default, size).Value;
        Assert.Equal(Bytes(200), Peel(Key(1), Peel(Key(0), packet, default).Next, default).Payload);
        Assert.Equal(WireRule.TooLarge, Sphinx.Create(session, fitting, default, size - 1).Error.Rule);
    }

    [Fact]
    public void TryPeel_AnyFlippedBit_IsRefused()
    {
        var (_, _, associated, packet) = Vector();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bad = (byte[])packet.Clone();
            bad[i < Sphinx.Overhead ? i : random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Contains(Refusal(Key(0), bad, associated), new[] { WireRule.BadHmac, WireRule.UnknownVersion, WireRule.NotAPoint });
        }
    }

    [Fact]
    public void TryPeel_WrongKeyOrAssociatedData_IsBadHmac()
    {
        var (_, _, associated, packet) = Vector();
        Assert.Equal(WireRule.BadHmac, Refusal(Key(1), packet, associated));
        Assert.Equal(WireRule.BadHmac, Refusal(Key(0), packet, default));
    }

    [Fact]
    public void TryPeel_AnyLengthOfTruncation_IsRefusedWithoutException()
    {
        var (_, _, associated, packet) = Vector();
        for (var length = 0; length < packet.Length; length += length < 70 ? 1 : 37)
            Assert.NotEqual(WireRule.None, Refusal(Key(0), packet[..length], associated));
    }

    [Fact]
    public void TryPeel_PayloadLengthBeyondThePacket_IsRefused()
    {
        // A hop that is honest about its HMAC but not about its length: 0xfd 0x05 0x14 = 1300 + more than is left.
        using var session = PrivateKey.Generate();
        var lying = new byte[400];
        lying[0] = 0xfd;
        lying[1] = 0x05;
        lying[2] = 0x14;
        var packet = RawFirstFrame(session, Key(0).PublicKey, lying);
        Assert.Equal(WireRule.UnexpectedEnd, Refusal(Key(0), packet, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    public void TryPeel_NoRoomForTheNextHmac_IsRefused(int size)
    {
        using var session = PrivateKey.Generate();
        // An empty payload, so that only the HMAC behind it goes beyond the packet; and an odd byte, so that it is not zero.
        var frame = new byte[size];
        if (size > 1) frame[^1] = 1;
        Assert.Equal(WireRule.UnexpectedEnd, Refusal(Key(0), RawFirstFrame(session, Key(0).PublicKey, frame, size), default));
    }

    [Fact]
    public void TryPeel_ZeroLengthPayload_IsAnEmptyPayload()
    {
        using var session = PrivateKey.Generate();
        var packet = Sphinx.Create(session, [new(Key(0).PublicKey, ByteString.Empty)], default).Value;
        Assert.Equal(ByteString.Empty, Peel(Key(0), packet, default).Payload);
    }

    [Fact]
    public void TryPeel_SmallBuffer_IsTheCallersFault()
    {
        var (_, _, associated, packet) = Vector();
        Assert.Throws<ArgumentException>(() =>
            Sphinx.TryPeel(Key(0), packet, associated, new byte[Sphinx.PeelBufferSize(packet.Length) - 1], new byte[32], out _, out _));
    }

    [Fact]
    public void TryPeel_SteadyState_AllocatesNothing()
    {
        var (_, _, associated, packet) = Vector();
        using var key = Key(0);
        byte[] buffer = new byte[Sphinx.PeelBufferSize(packet.Length)], secret = new byte[32];
        for (var i = 0; i < 10; i++) Sphinx.TryPeel(key, packet, associated, buffer, secret, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Sphinx.TryPeel(key, packet, associated, buffer, secret, out _, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    internal static PrivateKey Key(int node) => PrivateKey.FromHex(string.Concat(Enumerable.Repeat(PrivateKeys[node], 32)));

    private static (PrivateKey Session, List<OnionHop> Hops, byte[] Associated, byte[] Packet) Vector()
    {
        var vector = Vectors.Json("bolt04/onion-test.json");
        var generate = vector["generate"]!;
        // The vector's payloads begin with their length, which is the packet's to write.
        var hops = generate["hops"]!.AsArray().Select(hop => new OnionHop(PublicKey.FromHex(hop!.Str("pubkey")), WithoutLength(hop.Hex("payload")))).ToList();
        return (PrivateKey.FromHex(generate.Str("session_key")), hops, generate.Hex("associated_data"), vector.Hex("onion"));
    }

    internal static ByteString WithoutLength(byte[] payload)
    {
        Assert.True(BigSize.TryRead(payload, out var length, out var prefix, out _));
        Assert.Equal((ulong)(payload.Length - prefix), length);
        return ByteString.CopyOf(payload.AsSpan(prefix));
    }

    internal static (ByteString Payload, byte[] Next) Peel(PrivateKey key, byte[] packet, byte[]? associated)
    {
        Assert.True(
            Sphinx.TryPeel(key, packet, associated, new byte[Sphinx.PeelBufferSize(packet.Length)], new byte[32], out var layer, out var error), error.ToString());
        return (ByteString.CopyOf(layer.Payload), layer.NextPacket.ToArray());
    }

    private static WireRule Refusal(PrivateKey key, byte[] packet, byte[]? associated)
    {
        Assert.False(Sphinx.TryPeel(key, packet, associated, new byte[Sphinx.PeelBufferSize(packet.Length)], new byte[32], out _, out var error));
        return error.Rule;
    }

    /// <summary>A packet with a right HMAC over a first frame that is no frame.</summary>
    private static byte[] RawFirstFrame(PrivateKey session, PublicKey node, byte[] frame, int size = Sphinx.PaymentPayloadsSize)
    {
        Span<byte> secret = stackalloc byte[32];
        session.Ecdh(node, secret);
        byte[] Derive(string name, ReadOnlySpan<byte> ss) => System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name), ss);
        var payloads = new byte[size];
        frame.CopyTo(payloads, 0);
        ChaCha20.Xor(Derive("rho", secret), payloads);
        return [0, .. session.PublicKey.ToArray(), .. payloads, .. System.Security.Cryptography.HMACSHA256.HashData(Derive("mu", secret), payloads)];
    }

    private static ByteString Bytes(int count) => ByteString.Own(Enumerable.Range(0, count).Select(i => (byte)i).ToArray());
}
