using System.Text.Json.Nodes;
using LightningRod.Peers.Tests.Driver;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Peers.Tests.Onion.WireOnions;

namespace LightningRod.Peers.Tests.Bolt12;

public sealed class OfferTests(LdkPeer ldk) : IClassFixture<LdkPeer>
{
    /// <summary>The invalid rows of the specification's vectors that LDK 0.1 takes: it knows or checks less.</summary>
    private static readonly HashSet<string> TakenByLdk =
    [
        "offer_chains with zero entries",
        "Invalid: zero offer_amount",
        "Invalid: zero offer_amount with currency",
        "Malformed: invalid currency UTF-8",
        "Contains unknown feature 122",
        "Bech32 padding exceeds 4-bit limit",
    ];

    public static TheoryData<string, string, bool> OfferRows() => Rows("bolt12/offers-test.json", "description", "bolt12");

    public static TheoryData<string, string, bool> FormatRows() => Rows("bolt12/format-string-test.json", "comment", "string");

    [Theory, MemberData(nameof(OfferRows))]
    public async Task Parse_VectorsOffer_HasTheVerdictOfBoth(string description, string bolt12, bool valid)
    {
        Assert.Equal(valid, Offer.Parse(bolt12).IsOk);
        Assert.Equal(valid || TakenByLdk.Contains(description), await LdkBolt12Calls.Accepts(ldk.Offer(bolt12)));
        if (valid) AssertSame(Offer.Parse(bolt12).Value, await ldk.Offer(bolt12));
    }

    [Theory, MemberData(nameof(FormatRows))]
    public async Task Parse_VectorsString_HasTheVerdictOfBoth(string comment, string bolt12, bool valid)
    {
        Assert.NotEmpty(comment);
        Assert.Equal(valid, Offer.Parse(bolt12).IsOk);
        Assert.Equal(valid, await LdkBolt12Calls.Accepts(ldk.Offer(bolt12)));
        if (valid) AssertSame(Offer.Parse(bolt12).Value, await ldk.Offer(bolt12));
    }

    [Fact]
    public void TakenByLdk_AreInvalidRowsOfTheVectors() =>
        Assert.Empty(TakenByLdk.Except(OfferRows().Where(row => !row.Data.Item3).Select(row => row.Data.Item1)));

    [Fact]
    public async Task Create_OfManyKinds_IsReadByLdkWithTheSameFieldsAndBytes()
    {
        var random = new Random(12);
        for (var i = 0; i < 100; i++)
        {
            var fields = MadeOffers.Next(random);
            var offer = Offer.Create(fields).Value;
            Assert.Equal(fields, offer.Fields);
            AssertSame(offer, await ldk.Offer(offer.Bytes));
            var read = await ldk.Offer(offer.ToString());
            AssertSame(offer, read);
            Assert.Equal(offer, Offer.Parse(read.Bolt12).Value);
        }
    }

    [Fact]
    public async Task Create_PathsMadeByLdk_AreWrittenAsTheyCame()
    {
        var nodes = await ldk.Nodes(1, 2, 3);
        ByteString[] paths = [await ldk.BlindedPath(nodes[2], [nodes[0].Key, nodes[1].Key]), await ldk.BlindedPath(nodes[2], [nodes[1].Key])];
        var offer = Offer.Create(new OfferFields { Description = "tea", Paths = [.. paths.Select(path => BlindedPath.Parse(path).Value)] }).Value;
        var read = await ldk.Offer(offer.ToString());
        Assert.Equal(paths, read.PathBytes);
        AssertSame(offer, read);
    }

    [Fact]
    public async Task Parse_CutAnywhere_HasTheVerdictOfBoth()
    {
        var bytes = Offer.Create(new OfferFields
        {
            Chains = [ChainHash.Bitcoin, ChainHash.Regtest],
            Amount = new OfferAmount(1_000_000),
            Description = "tea",
            AbsoluteExpiry = 2_000_000_000,
            Paths = [BlindedPath.Parse(await ldk.BlindedPath(await ldk.Node(4))).Value],
            IssuerId = (await ldk.Node(4)).Key,
            Unknowns = TlvStream.Of(new TlvRecord(1_000_000_001, Hex("00"))),
        }).Value.Bytes;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var cut = bytes.Slice(0, length);
            Assert.Equal(Offer.Parse(cut).IsOk, await LdkBolt12Calls.Accepts(ldk.Offer(cut)));
        }
    }

    internal static void AssertSame(Offer wire, LdkOffer ldk)
    {
        var fields = wire.Fields;
        Assert.Equal((fields.Description, fields.Issuer, fields.AbsoluteExpiry), (ldk.Description, ldk.Issuer, ldk.AbsoluteExpiry));
        Assert.Equal((fields.IssuerId, fields.Metadata), (ldk.IssuerSigningPubkey, ldk.Metadata));
        Assert.Equal(fields.Features ?? Features.None, Features.FromBytes(ldk.OfferFeatures));
        Assert.Equal((fields.Amount?.Msat?.Value, fields.Amount?.Currency), (ldk.AmountMsat, ldk.Currency));
        if (ldk.Currency is not null) Assert.Equal(fields.Amount?.Units, ldk.CurrencyAmount);
        Assert.Equal(wire.Chains.Select(chain => chain.ToString()), ldk.Chains.Select(chain => chain.ToHex()));
        Assert.Equal(fields.QuantityMax switch { null => "one", 0 => "unbounded", var max => $"{max}" }, ldk.SupportedQuantity);
        Assert.Equal((fields.Paths ?? []).Select(path => ByteString.Own(path.ToArray())), ldk.PathBytes);
        Assert.Equal((wire.Bytes, wire.ToString()), (ldk.Bytes, ldk.Bolt12));
        var id = new byte[Bytes32.Size];
        new TaggedHash("LDK Offer ID").Hash(id, wire.Id.Value.Span);
        Assert.Equal(ldk.Id, ByteString.Own(id));
    }

    private static TheoryData<string, string, bool> Rows(string file, string name, string text)
    {
        var rows = new TheoryData<string, string, bool>();
        foreach (var row in Vectors.Json(file).AsArray()) rows.Add(row.Str(name), row.Str(text), row!["valid"]!.GetValue<bool>());
        return rows;
    }
}
