using System.Net;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Primitives;

public sealed class NetworkAddressTests
{
    private const string OnionName = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid";
    private const string OnionBytes = "d1b38b83a83b3ed918c5bb69dd444ad56bc8d5835a914de73447474e5f02591bddd903";

    // Type, address and port by hand from BOLT 7; 9735 is 0x2607.
    public static TheoryData<byte, string, string> Written => new()
    {
        { AddressDescriptor.IPv4, "203.0.113.5:9735", "01" + "cb007105" + "2607" },
        { AddressDescriptor.IPv4, "0.0.0.0:1", "01" + "00000000" + "0001" },
        { AddressDescriptor.IPv6, "[2001:db8::1]:9735", "02" + "20010db8000000000000000000000001" + "2607" },
        { AddressDescriptor.IPv6, "[::ffff:203.0.113.5]:65535", "02" + "00000000000000000000ffffcb007105" + "ffff" },
        { AddressDescriptor.TorV3, OnionName + ".onion:9735", "04" + OnionBytes + "2607" },
        { AddressDescriptor.DnsHostname, "node.example:9735", "05" + "0c" + "6e6f64652e6578616d706c65" + "2607" },
        { AddressDescriptor.DnsHostname, "a_b-C.3com.x1:80", "05" + "0d" + "615f622d432e33636f6d2e7831" + "0050" },
    };

    [Theory, MemberData(nameof(Written))]
    public void Parse_TextAndBytes_AreOneAddress(byte descriptor, string text, string hex)
    {
        var address = NetworkAddress.Parse(text).Value;
        Assert.Equal(descriptor, address.Descriptor);
        Assert.Equal(hex, Convert.ToHexStringLower(address.ToArray()));
        Assert.Equal(address, NetworkAddress.Parse(Convert.FromHexString(hex)).Value);
        Assert.Equal(text, address.ToString());
        Assert.Equal(descriptor < AddressDescriptor.TorV2, address.IP is not null);
        if (address.IP is { } ip) Assert.Equal(address, NetworkAddress.Of(ip, address.Port));
    }

    [Theory]
    [InlineData("2001:db8::1:9735", "[2001:db8::1]:9735")] // bLIP 50's connection strings have no brackets
    [InlineData("[2001:DB8:0::1]:9735", "[2001:db8::1]:9735")]
    [InlineData("2GZYXA5IHM7NSGGFXNU52RCK2VV4RVMDLKIU3ZZUI5DU4XYCLEN53WID.ONION:1", OnionName + ".onion:1")]
    [InlineData("node.example:09735", "node.example:9735")]
    public void Parse_OtherSpelling_IsTheSameAddress(string text, string canonical) =>
        Assert.Equal(canonical, NetworkAddress.Parse(text).Value.ToString());

    [Theory]
    [InlineData("", WireRule.MissingField, 0)]
    [InlineData("node.example", WireRule.MissingField, 12)]
    [InlineData("node.example:", WireRule.ValueOutOfRange, 13)]
    [InlineData("node.example:0", WireRule.ValueOutOfRange, 13)]
    [InlineData("node.example:65536", WireRule.ValueOutOfRange, 13)]
    [InlineData("node.example:+1", WireRule.ValueOutOfRange, 13)]
    [InlineData("node.example: 1", WireRule.ValueOutOfRange, 13)]
    [InlineData("node.example:1\0", WireRule.ValueOutOfRange, 13)]
    [InlineData(":9735", WireRule.WrongLength, 0)]
    [InlineData(".:9735", WireRule.WrongLength, 0)]
    [InlineData("node..example:9735", WireRule.WrongLength, 5)]
    [InlineData("node.example.:9735", WireRule.WrongLength, 13)]
    [InlineData("no de:9735", WireRule.BadCharacter, 2)]
    [InlineData("n\u00f6de:9735", WireRule.BadCharacter, 1)]
    [InlineData("user@host:9735", WireRule.BadCharacter, 4)]
    [InlineData("127.1:9735", WireRule.BadCharacter, 4)]
    [InlineData("2130706433:9735", WireRule.BadCharacter, 0)]
    [InlineData("0x7f.0.0.1:9735", WireRule.BadCharacter, 9)]
    [InlineData("127.0.0.0x1:9735", WireRule.BadCharacter, 8)]
    [InlineData("127.0.0.01:9735", WireRule.BadCharacter, 8)]
    [InlineData("256.0.0.1:9735", WireRule.BadCharacter, 8)]
    [InlineData("[127.0.0.1]:9735", WireRule.BadCharacter, 0)]
    [InlineData("[]:9735", WireRule.BadCharacter, 0)]
    [InlineData("[node]:9735", WireRule.BadCharacter, 0)]
    [InlineData("[fe80::1%2]:9735", WireRule.BadCharacter, 0)]
    [InlineData("[::1]:22:9735", WireRule.BadCharacter, 0)]
    [InlineData("[[::1]:22]:9735", WireRule.BadCharacter, 0)]
    [InlineData("[[::1]]:9735", WireRule.BadCharacter, 0)]
    [InlineData("1:2:9735", WireRule.BadCharacter, 0)]
    [InlineData("expyuzz4wqqyqhjn.onion:9735", WireRule.WrongLength, 16)] // version 2
    [InlineData("2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wi1.onion:9735", WireRule.BadCharacter, 55)]
    [InlineData("2gzyxa5ihm7nsggfxnu52rc\u212a2vv4rvmdlkiu3zzui5du4xyclen53wid.onion:9735", WireRule.BadCharacter, 23)] // the Kelvin sign
    public void Parse_BadText_GivesRuleAndOffset(string text, WireRule rule, int offset) => AssertRefused(NetworkAddress.Parse(text), rule, offset);

    [Fact]
    public void Parse_LongName_IsBounded()
    {
        var label = new string('a', 63) + ".";
        var longest = label + label + label + new string('b', 61);
        Assert.Equal(253, NetworkAddress.Parse(longest + ":1").Value.Host.Length);
        AssertRefused(NetworkAddress.Parse("a" + longest + ":1"), WireRule.WrongLength, 253);
        AssertRefused(NetworkAddress.Parse("b." + new string('a', 64) + ":1"), WireRule.WrongLength, 2);
        AssertRefused(NetworkAddress.Parse(new string('a', 100_000) + ":1"), WireRule.WrongLength, 253);
    }

    [Theory]
    [InlineData("", WireRule.UnexpectedEnd, 0)]
    [InlineData("01cb0071052607ff", WireRule.TrailingBytes, 7)]
    [InlineData("01cb00710526", WireRule.UnexpectedEnd, 6)]
    [InlineData("01cb0071050000", WireRule.ValueOutOfRange, 7)]
    [InlineData("0220010db8", WireRule.UnexpectedEnd, 5)]
    [InlineData("03000000000000000000002607", WireRule.Unrecognized, 0)]
    [InlineData("00", WireRule.Unrecognized, 0)]
    [InlineData("0601020304", WireRule.Unrecognized, 0)]
    [InlineData("05002607", WireRule.WrongLength, 2)]
    [InlineData("050361206226072607", WireRule.BadCharacter, 3)]
    [InlineData("05033132372607", WireRule.BadCharacter, 2)] // a name that is the number 127
    [InlineData("0507622e6f6e696f6e2607", WireRule.BadCharacter, 4)] // an onion service as a name
    [InlineData("05ff61", WireRule.UnexpectedEnd, 3)]
    public void Parse_BadBytes_GivesRuleAndOffset(string hex, WireRule rule, int offset) =>
        AssertRefused(NetworkAddress.Parse(Convert.FromHexString(hex)), rule, offset);

    [Fact]
    public void ReadList_KnownTypes_AreTakenUntilTheFirstUnknown()
    {
        var reader = new WireReader(Convert.FromHexString(
            "01cb0071052607" // taken
            + "01cb0071060000" // port 0: not taken
            + "03000000000000000000002607" // version 2 onion: skipped
            + "05016e2607" // taken
            + "07cb0071052607" // unknown: the end
            + "01cb0071072607"));
        var addresses = NetworkAddress.ReadList(ref reader);
        Assert.True(reader.Complete(addresses).IsOk);
        Assert.Equal(["203.0.113.5:9735", "n:9735"], addresses.Select(a => a.ToString()));
    }

    [Theory]
    [InlineData("01cb007105260701cb", WireRule.UnexpectedEnd, 11)]
    [InlineData("01cb007105260703", WireRule.UnexpectedEnd, 10)]
    [InlineData("05012f260701cb0071052607", WireRule.BadCharacter, 4)]
    public void ReadList_BadDescriptor_GivesRuleAndOffset(string hex, WireRule rule, int offset)
    {
        var reader = new WireReader(Convert.FromHexString(hex), start: 2);
        Assert.Empty(NetworkAddress.ReadList(ref reader));
        Assert.Equal((rule, offset), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void ReadList_TooMany_AreRefused()
    {
        var writer = new WireWriter();
        NetworkAddress.WriteList(writer, Enumerable.Repeat(NetworkAddress.Of(IPAddress.Loopback, 9735), 17));
        var reader = new WireReader(writer.WrittenSpan[..^7]);
        Assert.Equal(16, NetworkAddress.ReadList(ref reader).Count);
        Assert.False(reader.Failed);
        reader = new WireReader(writer.WrittenSpan);
        Assert.Empty(NetworkAddress.ReadList(ref reader));
        Assert.Equal((WireRule.TooLarge, 16 * 7), (reader.Error.Rule, reader.Error.Offset));
    }

    [Fact]
    public void WriteList_AnyOrder_AscendsByType()
    {
        string[] texts = ["node.example:1", "[::1]:2", "10.0.0.2:3", "10.0.0.1:4"];
        var writer = new WireWriter();
        NetworkAddress.WriteList(writer, texts.Select(t => NetworkAddress.Parse(t).Value));
        var reader = new WireReader(writer.WrittenSpan);
        Assert.Equal(["10.0.0.2:3", "10.0.0.1:4", "[::1]:2", "node.example:1"], NetworkAddress.ReadList(ref reader).Select(a => a.ToString()));
    }

    [Fact]
    public void Of_PortZero_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => NetworkAddress.Of(IPAddress.Loopback, 0));

    [Fact]
    public void Parse_RandomBytes_NeverThrowsAndComesBack()
    {
        var random = new Random(7);
        var (bytes, taken) = (new byte[300], 0);
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(0, 7);
            if (bytes[0] == AddressDescriptor.DnsHostname) bytes.AsSpan(2).Replace(bytes[50], (byte)'a');
            var length = random.Next(4) switch { 0 => 7, 1 => 19, 2 => 38, _ => random.Next(bytes.Length) };
            if (!NetworkAddress.Parse(bytes.AsSpan(0, length)).TryGet(out var address, out _)) continue;
            taken++;
            Assert.Equal(bytes[..length], address.ToArray());
            Assert.Equal(address, NetworkAddress.Parse(address.ToString()).Value);
        }

        Assert.True(taken > 1000, $"only {taken} were addresses");
    }

    private static void AssertRefused(Result<NetworkAddress> result, WireRule rule, int offset) =>
        Assert.Equal((false, rule, offset), (result.IsOk, result.Error.Rule, result.Error.Offset));
}
