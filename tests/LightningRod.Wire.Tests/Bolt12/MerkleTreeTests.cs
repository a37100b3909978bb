using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Bolt12;

public sealed class MerkleTreeTests
{
    private static readonly JsonArray Rows = Vectors.Json("bolt12/signature-test.json").AsArray();

    public static IEnumerable<TheoryDataRow<int, string>> VectorRows() =>
        Rows.Select((row, i) => new TheoryDataRow<int, string>(i, row!.Str("comment")));

    [Theory, MemberData(nameof(VectorRows))]
    public void Leaf_VectorRow_GivesLeafNonceAndBranch(int index, string comment)
    {
        var leaves = Rows[index]!["leaves"]!.AsArray();
        var records = Records(leaves);
        Assert.Equal(leaves.Count, records.Count);
        for (var i = 0; i < leaves.Count; i++)
        {
            var values = leaves[i]!.AsObject().Select(field => field.Value!.GetValue<string>()).ToArray();
            var leaf = MerkleTree.Leaf(records[i]);
            var nonce = MerkleTree.Nonce(records[0], records[i].Type);
            Assert.Equal(values, new[] { leaf.ToString(), nonce.ToString(), MerkleTree.Branch(leaf, nonce).ToString() });
            Assert.True(MerkleTree.Branch(leaf, nonce) == MerkleTree.Branch(nonce, leaf), comment);
        }
    }

    [Theory, MemberData(nameof(VectorRows))]
    public void Branch_VectorRow_GivesEveryInnerNode(int index, string comment)
    {
        foreach (var branch in Rows[index]!["branches"]!.AsArray())
        {
            var (children, node) = branch!.AsObject().Single(field => field.Key.StartsWith("H(", StringComparison.Ordinal));
            var hex = children["H(`LnBranch`,".Length..^1];
            var (left, right) = (Bytes32.FromHex(hex[..64]), Bytes32.FromHex(hex[64..]));
            Assert.True(node!.GetValue<string>() == MerkleTree.Branch(left, right).ToString(), comment);
            Assert.Equal(node.GetValue<string>(), MerkleTree.Branch(right, left).ToString());
        }
    }

    [Theory, MemberData(nameof(VectorRows))]
    public void Root_VectorRow_IsTheMerkleRoot(int index, string comment)
    {
        var row = Rows[index]!;
        Assert.True(row.Str("merkle") == MerkleTree.Root(Records(row["leaves"]!.AsArray())).ToString(), comment);
    }

    [Fact]
    public void Root_AnyNumberOfRecords_IsThePairingLevelByLevel()
    {
        var random = new Random(12);
        for (var count = 1; count <= 70; count++)
        {
            var records = RandomRecords(random, count);
            Assert.Equal(Convert.ToHexStringLower(RootLevelByLevel(records)), MerkleTree.Root(records).ToString());
        }
    }

    [Fact]
    public void Root_LongRecords_IsThePairingLevelByLevel()
    {
        foreach (var length in new[] { 0, 252, 253, 440, 441, 446, 447, 448, 449, 65_536 })
        {
            var half = ByteString.Own(new byte[length / 2]);
            var records = TlvStream.Of(new TlvRecord(1, ByteString.Own(new byte[length])), new TlvRecord(70_001, half));
            Assert.Equal(Convert.ToHexStringLower(RootLevelByLevel(records)), MerkleTree.Root(records).ToString());
        }
    }

    [Theory, InlineData(240, false), InlineData(1000, false), InlineData(239, true), InlineData(1001, true)]
    public void Root_RecordAddedNearTheSignatures_CountsOnlyOutsideTheirRange(ulong type, bool counts)
    {
        TlvRecord[] records = [new(0, default), new(2, ByteString.CopyOf([1])), new(2000, default)];
        var with = TlvStream.Of([.. records, new(type, ByteString.CopyOf([7]))]);
        Assert.Equal(counts, MerkleTree.Root(TlvStream.Of(records)) != MerkleTree.Root(with));
    }

    [Fact]
    public void Root_NoRecordButSignatures_Throws()
    {
        Assert.Throws<ArgumentException>(() => MerkleTree.Root(TlvStream.Empty));
        Assert.Throws<ArgumentException>(() => MerkleTree.Root(TlvStream.Of(new TlvRecord(240, default))));
        Assert.Throws<ArgumentException>(() => Bolt12Signature.Invoice.Digest(TlvStream.Of(new TlvRecord(240, default))));
    }

    [Fact]
    public void Digest_VectorRow_IsTheTaggedRoot()
    {
        var row = Rows[^1]!;
        Assert.Equal(row.Str("H(signature_tag,merkle)"), Bolt12Signature.InvoiceRequest.Digest(Records(row["leaves"]!.AsArray())).ToString());
        Assert.Equal("lightninginvoice_requestsignature", row.Str("signature_tag"));
    }

    [Fact]
    public void Sign_VectorRow_GivesTheSignature()
    {
        var row = Rows[^1]!;
        using var bob = PrivateKey.FromHex(string.Concat(Enumerable.Repeat("42", 32)));
        var records = Records(row["leaves"]!.AsArray());
        Assert.Equal(row.Str("signature"), Bolt12Signature.InvoiceRequest.Sign(bob, records, new byte[32]).ToString());
        Assert.True(Bolt12Signature.InvoiceRequest.Verify(bob.PublicKey, records, row.Hex("signature")));
    }

    [Fact]
    public void Verify_AnythingChanged_IsFalse()
    {
        using var key = PrivateKey.Generate();
        using var stranger = PrivateKey.Generate();
        var records = RandomRecords(new Random(5), 5);
        var signature = Bolt12Signature.Invoice.Sign(key, records);
        Assert.True(Bolt12Signature.Invoice.Verify(key.PublicKey, records, signature));
        Assert.True(Bolt12Signature.Invoice.Verify(key.PublicKey.Negate(), records, signature));
        Assert.False(Bolt12Signature.Invoice.Verify(stranger.PublicKey, records, signature));
        Assert.False(Bolt12Signature.StaticInvoice.Verify(key.PublicKey, records, signature));
        Assert.False(Bolt12Signature.InvoiceRequest.Verify(key.PublicKey, records, signature));
        Assert.False(new Bolt12Signature("invoice", "other").Verify(key.PublicKey, records, signature));
        Assert.False(Bolt12Signature.Invoice.Verify(key.PublicKey, RandomRecords(new Random(6), 5), signature));
        Assert.False(Bolt12Signature.Invoice.Verify(key.PublicKey, TlvStream.Empty, signature));
        Assert.False(Bolt12Signature.Invoice.Verify(key.PublicKey, TlvStream.Of(new TlvRecord(240, signature)), signature));
        Assert.False(Bolt12Signature.Invoice.Verify(key.PublicKey, records, signature.Span[..63]));
        for (var bit = 0; bit < 512; bit++)
        {
            var flipped = signature.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Bolt12Signature.Invoice.Verify(key.PublicKey, records, flipped));
        }
    }

    private static TlvStream Records(JsonArray leaves) =>
        TlvStream.Parse(Convert.FromHexString(string.Concat(leaves.Select(leaf => leaf!.AsObject().First().Key["H(`LnLeaf`,".Length..^1])))).Value;

    private static TlvStream RandomRecords(Random random, int count)
    {
        var types = new SortedSet<ulong>();
        while (types.Count < count)
        {
            var type = (ulong)random.NextInt64(1L << random.Next(1, 40));
            if (type is < 240 or > 1000) types.Add(type);
        }

        return TlvStream.Of(types.Select(type =>
        {
            var value = new byte[random.Next(80)];
            random.NextBytes(value);
            return new TlvRecord(type, ByteString.Own(value));
        }));
    }

    /// <summary>The tree as BOLT 12 draws it, written anew with nothing of the library but the records' bytes.</summary>
    private static byte[] RootLevelByLevel(TlvStream records)
    {
        static byte[] Tagged(byte[] tag, byte[] message) => SHA256.HashData([.. SHA256.HashData(tag), .. SHA256.HashData(tag), .. message]);
        static byte[] Parent(byte[] a, byte[] b) =>
            Tagged("LnBranch"u8.ToArray(), string.CompareOrdinal(Convert.ToHexString(a), Convert.ToHexString(b)) < 0 ? [.. a, .. b] : [.. b, .. a]);
        static byte[] Type(ulong type)
        {
            var big = BitConverter.GetBytes(type).Reverse().ToArray();
            return type < 0xfd ? [big[7]] : type < 0x10000 ? [0xfd, .. big[6..]] : type < 0x100000000 ? [0xfe, .. big[4..]] : [0xff, .. big];
        }

        static byte[] Whole(TlvRecord record) => [.. Type(record.Type), .. Type((ulong)record.Value.Length), .. record.Value.Span];
        byte[] nonceTag = [.. "LnNonce"u8, .. Whole(records[0])];
        var level = records.Select(r => Parent(Tagged("LnLeaf"u8.ToArray(), Whole(r)), Tagged(nonceTag, Type(r.Type)))).ToList();
        while (level.Count > 1) level = level.Chunk(2).Select(pair => pair.Length == 2 ? Parent(pair[0], pair[1]) : pair[0]).ToList();
        return level[0];
    }
}
