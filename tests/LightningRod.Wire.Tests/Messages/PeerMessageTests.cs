using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Messages;

public sealed class PeerMessageTests
{
    private const string Key = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private const string Channel = "1111111111111111111111111111111111111111111111111111111111111111";
    private const string Mainnet = "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000";
    private const string Regtest = "06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f";

    /// <summary>By hand from BOLT 1 and BOLT 4: what is read, and what is written again.</summary>
    public static IEnumerable<(PeerMessage Message, string Hex)> Written =>
    [
        (new Init(Features.None), "0010" + "0000" + "0000"),
        (new Init(Features.Of(1, 9, 39)), "0010" + "0000" + "0005" + "8000000202"),
        (new Init(Features.Of(9)) { Networks = [] }, "0010" + "0000" + "0002" + "0200" + "0100"),
        (new Init(Features.Of(9))
            {
                Networks = [ChainHash.Bitcoin, ChainHash.Regtest],
                RemoteAddress = ByteString.Own(NetworkAddress.Parse("203.0.113.5:9735").Value.ToArray()),
            },
            "0010" + "0000" + "0002" + "0200" + "0140" + Mainnet + Regtest + "0307" + "01cb0071052607"),
        (new Ping(0), "0012" + "0000" + "0000"),
        (new Ping(5, 3), "0012" + "0005" + "0003" + "000000"),
        (new Ping(65535), "0012" + "ffff" + "0000"),
        (new Pong(0), "0013" + "0000"),
        (new Pong(3), "0013" + "0003" + "000000"),
        (new Warning(default, ByteString.Empty), "0001" + new string('0', 64) + "0000"),
        (new Warning("hello"), "0001" + new string('0', 64) + "0005" + "68656c6c6f"),
        (new Error(new ChannelId(Convert.FromHexString(Channel)), ByteString.CopyOf("no"u8)), "0011" + Channel + "0002" + "6e6f"),
        (new OnionMessage(PublicKey.FromHex(Key), ByteString.CopyOf([1, 2, 3])), "0201" + Key + "0003" + "010203"),
        (new OnionMessage(PublicKey.FromHex(Key), ByteString.Empty), "0201" + Key + "0000"),
        (new Lsps0Frame(ByteString.CopyOf("{}"u8)), "9419" + "7b7d"),
        (new UnknownMessage(0, ByteString.Empty), "0000"),
        (new UnknownMessage(MessageType.UpdateAddHtlc, ByteString.CopyOf([7])), "0080" + "07"),
        (new UnknownMessage(43967, ByteString.CopyOf([1, 2])), "abbf" + "0102"),
    ];

    public static IEnumerable<TheoryDataRow<string>> ValidInits() =>
        from message in Vectors.Json("bolt01/tlv-streams.json")["init_extension"]!["valid"]!.AsArray()
        select new TheoryDataRow<string>(message!.GetValue<string>());

    public static IEnumerable<TheoryDataRow<string, string>> InvalidInits() =>
        from row in Vectors.Json("bolt01/tlv-streams.json")["init_extension"]!["invalid"]!.AsArray()
        select new TheoryDataRow<string, string>(row.Str("message"), row.Str("reason"));

    public static IEnumerable<TheoryDataRow<int>> Rows() => Enumerable.Range(0, Written.Count()).Select(i => new TheoryDataRow<int>(i));

    [Theory, MemberData(nameof(Rows))]
    public void Parse_HandWrittenBytes_GivesTheMessageAndBack(int row)
    {
        var (message, hex) = Written.ElementAt(row);
        Assert.Equal(hex, Convert.ToHexStringLower(message.ToArray()));
        var read = PeerMessage.Parse(Convert.FromHexString(hex)).Value;
        Assert.Equal(message, read);
        Assert.Equal(message.GetHashCode(), read.GetHashCode());
        Assert.Equal(Convert.ToUInt16(hex[..4], 16), read.Type);
        Assert.Equal(1, Written.Count(other => other.Message.Equals(read)));
    }

    [Theory, MemberData(nameof(ValidInits))]
    public void Parse_ValidInitVector_IsInit(string hex) =>
        Assert.Equal(new Init(Features.None), PeerMessage.Parse(Convert.FromHexString(hex)).Value);

    [Theory, MemberData(nameof(InvalidInits))]
    public void Parse_InvalidInitVector_GivesRule(string hex, string reason) =>
        AssertRefused(
            hex,
            reason switch
            {
                "extension present but truncated" => WireRule.UnexpectedEnd,
                _ when reason.StartsWith("unknown even", StringComparison.Ordinal) => WireRule.UnknownEvenType,
                _ when reason.StartsWith("duplicate", StringComparison.Ordinal) => WireRule.TypeOrder,
                _ => throw new NotSupportedException(reason),
            },
            reason[0] switch { 'e' => 7, 'u' => 6, _ => 9 });

    [Theory]
    [InlineData("", WireRule.UnexpectedEnd, 0)]
    [InlineData("00", WireRule.UnexpectedEnd, 1)]
    [InlineData("0010", WireRule.UnexpectedEnd, 2)]
    [InlineData("00100001", WireRule.UnexpectedEnd, 4)]
    [InlineData("001000000002ff", WireRule.UnexpectedEnd, 7)]
    [InlineData("001000000000" + "0121" + Mainnet + "00", WireRule.WrongLength, 8)]
    [InlineData("001000000000" + "0301" + "01" + "0100", WireRule.TypeOrder, 9)]
    [InlineData("0012", WireRule.UnexpectedEnd, 2)]
    [InlineData("00120000", WireRule.UnexpectedEnd, 4)]
    [InlineData("00120000000200", WireRule.UnexpectedEnd, 7)]
    [InlineData("0012000000000200", WireRule.UnknownEvenType, 6)]
    [InlineData("00120000000001", WireRule.UnexpectedEnd, 7)]
    [InlineData("001200000000fd000100", WireRule.NotMinimal, 6)]
    [InlineData("00120000000003000100", WireRule.TypeOrder, 8)]
    [InlineData("0013", WireRule.UnexpectedEnd, 2)]
    [InlineData("0013000200", WireRule.UnexpectedEnd, 5)]
    [InlineData("001300000200", WireRule.UnknownEvenType, 4)]
    [InlineData("0001" + Channel, WireRule.UnexpectedEnd, 34)]
    [InlineData("0001" + Channel + "0001", WireRule.UnexpectedEnd, 36)]
    [InlineData("0001" + Channel + "0000" + "0000", WireRule.UnknownEvenType, 36)]
    [InlineData("0011" + "1111", WireRule.UnexpectedEnd, 4)]
    [InlineData("0011" + Channel + "0000" + "01", WireRule.UnexpectedEnd, 37)]
    [InlineData("0201" + "04be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f8179800" + "0000", WireRule.NotAPoint, 2)]
    [InlineData("0201" + Key, WireRule.UnexpectedEnd, 35)]
    [InlineData("0201" + Key + "0002" + "01", WireRule.UnexpectedEnd, 38)]
    [InlineData("0201" + Key + "0000" + "0200", WireRule.UnknownEvenType, 37)]
    public void Parse_BadMessage_GivesRuleAndOffset(string hex, WireRule rule, int offset) => AssertRefused(hex, rule, offset);

    [Theory]
    [InlineData("001200050000" + "0102ffff" + "fd010100", "001200050000")]
    [InlineData("00130000" + "0500", "00130000")]
    [InlineData("0001" + Channel + "0000" + "0100", "0001" + Channel + "0000")]
    [InlineData("0011" + Channel + "0000" + "0100", "0011" + Channel + "0000")]
    [InlineData("0201" + Key + "0001" + "aa" + "0100", "0201" + Key + "0001" + "aa")]
    [InlineData("0012" + "0005" + "0003" + "aabbcc", "0012" + "0005" + "0003" + "000000")]
    [InlineData("0010" + "0001" + "02" + "0003" + "000200", "0010" + "0000" + "0002" + "0202")]
    [InlineData("001000000000" + "0500", "001000000000")]
    public void Parse_WhatMeansNothing_IsNotKept(string hex, string kept) =>
        Assert.Equal(kept, Convert.ToHexStringLower(PeerMessage.Parse(Convert.FromHexString(hex)).Value.ToArray()));

    [Fact]
    public void Parse_TooLong_TooLarge()
    {
        var message = new byte[PeerMessage.MaxLength + 1];
        var error = PeerMessage.Parse(message).Error;
        Assert.Equal((WireRule.TooLarge, PeerMessage.MaxLength), (error.Rule, error.Offset));
        Assert.True(PeerMessage.Parse(message.AsSpan(1)).IsOk);
    }

    [Fact]
    public void Messages_LongestOfEachKind_FillAMessage()
    {
        PeerMessage[] longest =
        [
            new Ping(0, Ping.MaxBytesLen), new Pong(Pong.MaxBytesLen), new Warning(default, Bytes(Notice.MaxDataLength)),
            new Error(default, Bytes(Notice.MaxDataLength)), new OnionMessage(PublicKey.FromHex(Key), Bytes(OnionMessage.MaxPacketLength)),
            new Lsps0Frame(Bytes(Lsps0Frame.MaxJsonLength)), new UnknownMessage(1001, Bytes(PeerMessage.MaxLength - 2)),
        ];
        foreach (var message in longest)
        {
            var bytes = message.ToArray();
            Assert.Equal(PeerMessage.MaxLength, bytes.Length);
            Assert.Equal(message, PeerMessage.Parse(bytes).Value);
        }
    }

    [Fact]
    public void Messages_LongerThanThat_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ping(0, Ping.MaxBytesLen + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pong(Pong.MaxBytesLen + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Warning(default, Bytes(Notice.MaxDataLength + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Error(default, Bytes(Notice.MaxDataLength + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnionMessage(PublicKey.FromHex(Key), Bytes(OnionMessage.MaxPacketLength + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lsps0Frame(Bytes(Lsps0Frame.MaxJsonLength + 1)));
        Assert.Throws<InvalidOperationException>(() => new UnknownMessage(1001, Bytes(PeerMessage.MaxLength - 1)).ToArray());
        Assert.Throws<InvalidOperationException>(() => (new Init(Features.Of(Features.MaxBits - 1)) { Networks = [] }).ToArray());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(65531, true)]
    [InlineData(65532, false)]
    [InlineData(65535, false)]
    public void Ping_NumPongBytes_SaysWhetherToAnswer(int numPongBytes, bool expected)
    {
        var ping = new Ping((ushort)numPongBytes);
        Assert.Equal(expected, ping.ExpectsPong);
        Assert.Equal(expected ? new Pong((ushort)numPongBytes) : null, Pong.Answer(ping));
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(32767, false, false)]
    [InlineData(32768, true, true)]
    [InlineData(65535, false, true)]
    public void UnknownMessage_Type_SaysHowToTreatIt(int type, bool mustBeUnderstood, bool isCustom)
    {
        var message = Assert.IsType<UnknownMessage>(PeerMessage.Parse([(byte)(type >> 8), (byte)type, 9]).Value);
        Assert.Equal((mustBeUnderstood, isCustom), (message.MustBeUnderstood, message.IsCustom));
    }

    [Fact]
    public void Init_Accepts_AsksNetworks()
    {
        Assert.True(new Init(default).Accepts(ChainHash.Bitcoin));
        Assert.False(new Init(default) { Networks = [] }.Accepts(ChainHash.Bitcoin));
        Assert.False(new Init(default) { Networks = [ChainHash.Signet] }.Accepts(ChainHash.Bitcoin));
        Assert.True(new Init(default) { Networks = [ChainHash.Signet, ChainHash.Bitcoin] }.Accepts(ChainHash.Bitcoin));
    }

    [Fact]
    public void Init_RemoteAddressOfAnyKind_IsKeptRaw()
    {
        var init = Assert.IsType<Init>(PeerMessage.Parse(Convert.FromHexString("001000000000" + "0303" + "fe0102")).Value);
        Assert.Equal("fe0102", init.RemoteAddress!.Value.ToHex());
        Assert.Equal(WireRule.Unrecognized, NetworkAddress.Parse(init.RemoteAddress.Value).Error.Rule);
    }

    [Fact]
    public void Notice_Text_IsHarmless()
    {
        Assert.Equal("all well", new Warning("all well").Text);
        Assert.Equal("a\\x0ab\\x1b[31m\\x5c\\xc3\\xa9\\x7f~ ", new Warning("a\nb\u001b[31m\\\u00e9\u007f~ ").Text);
        Assert.Equal(new string('x', 512), new Warning(new string('x', 512)).Text);
        Assert.Equal(new string('x', 512) + "...", new Warning(new string('x', 513)).Text);
        Assert.True(new Warning("").IsForAllChannels);
        Assert.False(new Error(new ChannelId(Convert.FromHexString(Channel)), default).IsForAllChannels);
    }

    [Fact]
    public void Parse_ChangedMessages_NeverThrowAndComeBack()
    {
        var random = new Random(1);
        var seeds = Written.Select(w => w.Message.ToArray()).ToArray();
        var taken = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var seed = seeds[random.Next(seeds.Length)];
            var bytes = new byte[random.Next(seed.Length + 12)];
            random.NextBytes(bytes);
            seed.AsSpan(0, Math.Min(seed.Length, bytes.Length)).CopyTo(bytes);
            for (var changes = random.Next(3); changes > 0 && bytes.Length > 2; changes--) bytes[random.Next(2, bytes.Length)] = (byte)random.Next(8);
            if (!PeerMessage.Parse(bytes).TryGet(out var message, out var error))
            {
                Assert.NotEqual(WireRule.None, error.Rule);
                Assert.InRange(error.Offset, 0, bytes.Length);
                continue;
            }

            taken++;
            Assert.Equal(message, PeerMessage.Parse(message.ToArray()).Value);
            Assert.NotNull(message.ToString());
        }

        Assert.InRange(taken, 5_000, 45_000);
    }

    [Fact]
    public void Parse_ExtensionOfManyRecords_AllocatesLittle()
    {
        var message = new WireWriter().WriteUInt16(MessageType.Ping).WriteUInt32(0);
        for (ulong type = 1; message.Length < 6_000; type += 2) message.WriteBigSize(type).WriteByte(0);
        var bytes = message.ToArray();
        Assert.True(PeerMessage.Parse(bytes).IsOk);
        Assert.InRange(Allocations.PerCall(() => PeerMessage.Parse(bytes)), 0, 200);
    }

    private static ByteString Bytes(int length) => ByteString.Own(new byte[length]);

    private static void AssertRefused(string hex, WireRule rule, int offset)
    {
        var result = PeerMessage.Parse(Convert.FromHexString(hex));
        Assert.Equal((false, rule, offset), (result.IsOk, result.Error.Rule, result.Error.Offset));
    }
}
