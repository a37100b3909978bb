using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Tests.Onion;

public sealed class RouteBlindingTests
{
    private static readonly JsonNode Vector = Vectors.Json("bolt04/route-blinding-test.json");

    public static TheoryData<int> Hops() => [0, 1, 2, 3];

    [Fact]
    public void Create_VectorsTwoPaths_GiveTheJoinedRoute()
    {
        var hops = Vector["generate"]!["hops"]!.AsArray();
        var sessions = hops.Select((hop, i) => (i, key: hop!["session_key"]?.GetValue<string>())).Where(s => s.key is not null).ToList();
        Assert.Equal(2, sessions.Count);
        var created = new List<BlindedHop>();
        for (var part = 0; part < sessions.Count; part++)
        {
            var end = part + 1 < sessions.Count ? sessions[part + 1].i : hops.Count;
            var steps = hops.Take(sessions[part].i..end).Select(h => new BlindedPathStep(PublicKey.FromHex(h!.Str("node_id")), ByteString.Own(h.Hex("encoded_tlvs")))).ToList();
            created.AddRange(RouteBlinding.Create(PrivateKey.FromHex(sessions[part].key!), steps).Hops);
        }

        var route = Vector["route"]!["hops"]!.AsArray();
        Assert.Equal(route.Count, created.Count);
        for (var i = 0; i < route.Count; i++)
        {
            Assert.Equal(route[i]!.Str("blinded_node_id"), created[i].BlindedNodeId.ToString());
            Assert.Equal(route[i]!.Str("encrypted_data"), created[i].EncryptedData.ToHex());
        }
    }

    [Theory, MemberData(nameof(Hops))]
    public void EncryptedData_VectorHop_ParsesAndWritesTheSameBytes(int index)
    {
        var bytes = Vector["generate"]!["hops"]![index]!.Hex("encoded_tlvs");
        var data = EncryptedData.Parse(bytes).Value;
        Assert.Equal(bytes, data.ToArray());
        var tlvs = Vector["generate"]!["hops"]![index]!["tlvs"]!;
        if (tlvs["payment_relay"] is { } relay)
        {
            Assert.Equal(
                new PaymentRelay((ushort)relay["cltv_expiry_delta"]!, (uint)relay["fee_proportional_millionths"]!, (uint?)relay["fee_base_msat"] ?? 0), data.PaymentRelay);
        }

        if (tlvs["payment_constraints"] is { } constraints)
        {
            Assert.Equal(
                new PaymentConstraints(new((uint)constraints["max_cltv_expiry"]!), new((ulong)constraints["htlc_minimum_msat"]!)), data.PaymentConstraints);
        }

        Assert.Equal(tlvs["path_id"]?.GetValue<string>(), data.PathId?.ToHex());
        Assert.Equal(tlvs["next_path_key_override"]?.GetValue<string>(), data.NextPathKeyOverride?.ToString());
        Assert.Equal(tlvs["short_channel_id"]?.GetValue<string>(), data.ShortChannelId?.ToString());
    }

    [Theory, MemberData(nameof(Hops))]
    public void Unblind_VectorHop_GivesDataAndKeys(int index)
    {
        var hop = Vector["unblind"]!["hops"]![index]!;
        var encrypted = Vector["route"]!["hops"]![index]!.Hex("encrypted_data");
        var unblinded = RouteBlinding.Unblind(PrivateKey.FromHex(hop.Str("node_privkey")), PublicKey.FromHex(hop.Str("path_key")), encrypted).Value;
        Assert.Equal(hop.Str("decrypted_data"), Convert.ToHexStringLower(unblinded.Data.ToArray()));
        Assert.Equal(hop["next_path_key_override"]?.GetValue<string>() ?? hop.Str("next_path_key"), unblinded.NextPathKey.ToString());
        var key = new byte[32];
        unblinded.BlindedKey.Export(key);
        Assert.Equal(hop.Str("blinded_privkey"), Convert.ToHexStringLower(key));
        Assert.Equal(Vector["route"]!["hops"]![index]!.Str("blinded_node_id"), unblinded.BlindedKey.PublicKey.ToString());
    }

    [Fact]
    public void Unblind_ChangedDataOrWrongKey_IsBadCiphertext()
    {
        var path = TwoHops();
        using var stranger = PrivateKey.Generate();
        var data = path.Hops[0].EncryptedData.ToArray();
        Assert.Equal(WireRule.BadCiphertext, RouteBlinding.Unblind(stranger, path.FirstPathKey, data).Error.Rule);
        for (var i = 0; i < data.Length; i++)
        {
            var bad = (byte[])data.Clone();
            bad[i] ^= 0x10;
            Assert.Equal(WireRule.BadCiphertext, RouteBlinding.Unblind(SphinxTests.Key(0), path.FirstPathKey, bad).Error.Rule);
        }

        Assert.Equal(WireRule.UnexpectedEnd, RouteBlinding.Unblind(SphinxTests.Key(0), path.FirstPathKey, data[..15]).Error.Rule);
    }

    [Fact]
    public void CreateForMessages_AnyHop_HasDataOfOneLength()
    {
        using var session = PrivateKey.Generate();
        foreach (var pathId in new[] { 0, 1, 31, 32, 220, 260 })
        {
            var path = RouteBlinding.CreateForMessages(
                session, [.. Enumerable.Range(0, 4).Select(i => SphinxTests.Key(i).PublicKey)], ByteString.Own(new byte[pathId]));
            Assert.Single(path.Hops.Select(hop => hop.EncryptedData.Length).Distinct());
        }
    }

    [Fact]
    public void PadToLongest_LengthsAroundTheLengthPrefix_AllReachOneLength()
    {
        for (var longest = 225; longest < 275; longest++)
        {
            var padded = EncryptedData.PadToLongest([new EncryptedData(), new EncryptedData { PathId = ByteString.Own(new byte[longest]) }]);
            Assert.Single(padded.Select(hop => hop.ToArray().Length).Distinct());
        }
    }

    [Fact]
    public void Join_OwnHopBeforeAPath_LeadsIntoIt()
    {
        var path = TwoHops();
        using var session = PrivateKey.Generate();
        var joined = RouteBlinding.Join(session, [(SphinxTests.Key(4).PublicKey, new EncryptedData())], path);
        var first = RouteBlinding.Unblind(SphinxTests.Key(4), joined.FirstPathKey, joined.Hops[0].EncryptedData).Value;
        Assert.Equal(path.FirstPathKey, first.NextPathKey);
        Assert.Equal(path.Introduction.NodeId, first.Data.NextNodeId);
        Assert.Equal(path.Hops, joined.Hops.Skip(1));
    }

    [Fact]
    public void Advance_OwnIntroductionNode_GivesTheRestOfThePath()
    {
        var path = TwoHops();
        var (data, rest) = RouteBlinding.Advance(SphinxTests.Key(0), path).Value;
        Assert.Equal(new NodeId(SphinxTests.Key(1).PublicKey), data.NextNodeId);
        var last = RouteBlinding.Unblind(SphinxTests.Key(1), rest.FirstPathKey, rest.Hops[0].EncryptedData).Value;
        Assert.Equal(ByteString.CopyOf([7]), last.Data.PathId);
        Assert.Equal(WireRule.MissingField, RouteBlinding.Advance(SphinxTests.Key(1), rest).Error.Rule);
    }

    [Fact]
    public void BlindedPath_ParseOfWritten_IsEqualAndRefusesNoHops()
    {
        var path = TwoHops();
        Assert.Equal(path, BlindedPath.Parse(path.ToArray()).Value);
        var byChannel = path with { Introduction = IntroductionNode.Of(new ShortChannelId(1, 2, 3), 1) };
        Assert.Equal(byChannel, BlindedPath.Parse(byChannel.ToArray()).Value);
        var bytes = path.ToArray();
        bytes[66] = 0;
        Assert.Equal(new WireError(WireRule.ValueOutOfRange, 67, "a blinded path without hops"), BlindedPath.Parse(bytes).Error);
        for (var length = 0; length < bytes.Length; length++) Assert.False(BlindedPath.Parse(path.ToArray().AsSpan(0, length)).IsOk);
    }

    [Theory]
    [InlineData("020700000000000000", WireRule.UnexpectedEnd)]
    [InlineData("0209000000000000000000", WireRule.WrongLength)]
    [InlineData("0421040000000000000000000000000000000000000000000000000000000000000000", WireRule.NotAPoint)]
    [InlineData("0821020000000000000000000000000000000000000000000000000000000000000005", WireRule.NotAPoint)]
    [InlineData("1000", WireRule.UnknownEvenType)]
    [InlineData("06000200", WireRule.TypeOrder)]
    [InlineData("0a070024000000960000", WireRule.NotMinimal)]
    public void EncryptedData_BrokenRecord_IsRefused(string hex, WireRule rule) =>
        Assert.Equal(rule, EncryptedData.Parse(Convert.FromHexString(hex)).Error.Rule);

    [Theory]
    [InlineData(32, true)]
    [InlineData(65, true)]
    [InlineData(31, false)]
    [InlineData(33, false)]
    [InlineData(66, false)]
    public void EncryptedData_PaymentUnblockOfALength_IsReadOrRefused(int length, bool ok)
    {
        var value = new byte[length];
        if (length > 32) value[32] = 2;
        var stream = TlvStream.Of(new TlvRecord(EncryptedDataTlv.PaymentUnblock, ByteString.Own(value))).ToArray();
        var parsed = EncryptedData.Parse(stream);
        Assert.Equal(ok, parsed.IsOk);
        if (ok) Assert.Equal(stream, parsed.Value.ToArray());
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void EncryptedData_AddressesOfTheNextNode_AreBounded(int count, bool ok)
    {
        byte[] value = [.. Enumerable.Range(1, count).SelectMany(i => (byte[])[1, 203, 0, 113, (byte)i, 0x26, 0x07])];
        var stream = TlvStream.Of(new TlvRecord(EncryptedDataTlv.NextNodeAddresses, ByteString.Own(value))).ToArray();
        var parsed = EncryptedData.Parse(stream);
        Assert.Equal(ok, parsed.IsOk);
        if (ok) Assert.Equal(stream, parsed.Value.ToArray());
        else Assert.Equal(WireRule.TooLarge, parsed.Error.Rule);
        var addresses = Enumerable.Range(1, count).Select(i => NetworkAddress.Parse($"203.0.113.{i}:9735").Value).ToArray();
        if (ok) Assert.Equal(addresses, parsed.Value.NextNodeAddresses);
        else Assert.Throws<ArgumentException>(() => new EncryptedData { NextNodeAddresses = [.. addresses] });
    }

    [Theory]
    [InlineData("01cb00710526", WireRule.UnexpectedEnd)]
    [InlineData("0503612f622607", WireRule.BadCharacter)]
    public void EncryptedData_AddressThatIsNone_IsRefused(string value, WireRule rule)
    {
        var stream = TlvStream.Of(new TlvRecord(EncryptedDataTlv.NextNodeAddresses, ByteString.Own(Convert.FromHexString(value)))).ToArray();
        Assert.Equal(rule, EncryptedData.Parse(stream).Error.Rule);
    }

    [Fact]
    public void PaymentUnblock_ToString_DoesNotShowTheSecret()
    {
        var unblock = new PaymentUnblock(new PaymentId(Bytes32.FromHex(new string('a', 64))), null);
        Assert.DoesNotContain("aaaa", unblock.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", new EncryptedData { PaymentUnblock = unblock }.ToString(), StringComparison.Ordinal);
    }

    private static BlindedPath TwoHops()
    {
        using var session = PrivateKey.Generate();
        return RouteBlinding.CreateForMessages(session, [SphinxTests.Key(0).PublicKey, SphinxTests.Key(1).PublicKey], ByteString.CopyOf([7]));
    }
}
