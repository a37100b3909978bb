using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Onion;

/// <summary>Every object of the trampoline vectors that makes or opens an onion, found by its fields.</summary>
public sealed class TrampolineTests
{
    private static readonly string[] Files =
        ["trampoline-payment-onion-test", "trampoline-to-blinded-path-payment-onion-test", "trampoline-onion-error-test"];

    public static IEnumerable<TheoryDataRow<string, string>> Made(string session, string packet) =>
        from file in Files
        let root = Root(file)
        from path in Objects(root)
        let row = At(root, path)
        where row[session] is not null && row[packet] is not null
        select new TheoryDataRow<string, string>(file, path);

    public static IEnumerable<TheoryDataRow<string, string>> Onions() => Made("session_key", "onion");

    public static IEnumerable<TheoryDataRow<string, string>> Trampolines() => Made("trampoline_session_key", "trampoline_onion").Concat(Made("session_key", "trampoline_onion"));

    public static IEnumerable<TheoryDataRow<string, string>> Peeled() => Made("node_privkey", "next_onion");

    public static IEnumerable<TheoryDataRow<string, string>> PeeledTrampolines() => Made("node_privkey", "next_trampoline_onion");

    public static IEnumerable<TheoryDataRow<int>> Errors() => Enumerable.Range(0, Root("trampoline-onion-error-test").AsArray().Count).Select(i => new TheoryDataRow<int>(i));

    [Theory, MemberData(nameof(Onions))]
    public void Create_HtlcOnion_GivesItsPacket(string file, string path)
    {
        var row = At(Root(file), path);
        var packet = Sphinx.Create(PrivateKey.FromHex(row.Str("session_key")), HopsOf(row["hops"]!), HashOf(file, row)).Value;
        Assert.Equal(row.Str("onion"), Convert.ToHexStringLower(packet));
    }

    [Theory, MemberData(nameof(Trampolines))]
    public void CreateTrampoline_TrampolineOnion_GivesItsPacket(string file, string path)
    {
        var row = At(Root(file), path);
        var hops = row["trampoline_node_id"] is not null
            ? [new OnionHop(PublicKey.FromHex(row.Str("trampoline_node_id")), Payload(row.Str("encoded_tlvs")))]
            : HopsOf(row["trampoline_hops"] ?? row["hops"]!);
        var expected = row.Hex("trampoline_onion");
        var session = PrivateKey.FromHex((row["trampoline_session_key"] ?? row["session_key"])!.GetValue<string>());
        var typed = hops.Select(hop => (hop.Key, PaymentPayload.Parse(hop.Payload).Value)).ToList();
        Assert.Equal(expected, PaymentOnion.CreateTrampoline(session, typed, new PaymentHash(HashOf(file, row))).Value);
    }

    [Theory, MemberData(nameof(Peeled))]
    public void Peel_HtlcOnion_GivesTheNextOne(string file, string path)
    {
        var row = At(Root(file), path);
        using var peeled = PaymentOnion.Peel(PrivateKey.FromHex(row.Str("node_privkey")), row.Hex("onion"), new PaymentHash(HashOf(file, row))).Value;
        Assert.Equal(row.Str("next_onion"), peeled.NextPacket.ToHex());
    }

    [Theory, MemberData(nameof(PeeledTrampolines))]
    public void Peel_TrampolineOnionInside_GivesTheNextOne(string file, string path)
    {
        var row = At(Root(file), path);
        var (key, hash) = (PrivateKey.FromHex(row.Str("node_privkey")), new PaymentHash(HashOf(file, row)));
        using var outer = PaymentOnion.Peel(key, row.Hex("onion"), hash).Value;
        Assert.True(outer.IsFinal);
        using var inner = PaymentOnion.Peel(key, outer.Payload.TrampolineOnion!.Value, hash, outer.Payload.CurrentPathKey).Value;
        Assert.Equal(row.Str("next_trampoline_onion"), inner.NextPacket.ToHex());
    }

    [Fact]
    public void Peel_TrampolineInsideABlindedPath_OpensWithTheOuterPathKey()
    {
        var vector = Root("trampoline-to-blinded-path-payment-onion-test")[1]!;
        var hash = new PaymentHash(vector["relay_payment_carol"].Hex("associated_data"));
        var (dave, eve) = (vector["decrypt_onion_dave"]!, vector["receive_payment_eve"]!);
        using var outerDave = PaymentOnion.Peel(PrivateKey.FromHex(dave.Str("node_privkey")), dave.Hex("onion"), hash).Value;
        using var innerDave = PaymentOnion.Peel(PrivateKey.FromHex(dave.Str("node_privkey")), outerDave.Payload.TrampolineOnion!.Value, hash).Value;
        Assert.Equal(dave["trampoline_tlvs"]!["encrypted_recipient_data"].Str("outgoing_node_id"), innerDave.Blinded!.NextNodeId.ToString());

        using var outerEve = PaymentOnion.Peel(PrivateKey.FromHex(eve.Str("node_privkey")), eve.Hex("onion"), hash).Value;
        Assert.Equal(innerDave.NextPathKey, outerEve.Payload.CurrentPathKey);
        Assert.Equal(innerDave.NextPacket, outerEve.Payload.TrampolineOnion);
        using var innerEve = PaymentOnion.Peel(PrivateKey.FromHex(eve.Str("node_privkey")), outerEve.Payload.TrampolineOnion!.Value, hash, outerEve.Payload.CurrentPathKey).Value;
        Assert.True(innerEve.IsFinal);
        Assert.Equal(WithoutSpaces(vector["generate_blinded_path_eve"]!["hops"]![1].Str("encoded_tlvs"))[4..], innerEve.Blinded!.PathId!.Value.ToHex());
    }

    [Fact]
    public void Create_BlindedPathOfThePayee_GivesItsHops()
    {
        var row = Root("trampoline-to-blinded-path-payment-onion-test")[0]!["generate_blinded_path_eve"]!;
        var hops = row["hops"]!.AsArray();
        var path = RouteBlinding.Create(
            PrivateKey.FromHex(row.Str("session_key")),
            [.. hops.Select(hop => new BlindedPathStep(PublicKey.FromHex(hop.Str("node_id")), ByteString.Own(Convert.FromHexString(WithoutSpaces(hop.Str("encoded_tlvs"))))))]);
        Assert.Equal(row.Str("path_key"), path.FirstPathKey.ToString());
        Assert.Equal(hops.Select(hop => hop.Str("encrypted_data")), path.Hops.Select(hop => hop.EncryptedData.ToHex()));
    }

    [Theory, MemberData(nameof(Errors))]
    public void OpenTrampoline_ErrorVector_GivesTheFailure(int index)
    {
        var vector = Root("trampoline-onion-error-test")[index]!;
        var alice = vector["failure_alice"]!;
        var packet = vector["failure_bob"].Hex("failure_packet");
        using var onion = Secrets(alice["onion_shared_secrets"]!);
        using var trampoline = Secrets(alice["trampoline_onion_shared_secrets"]!);
        Assert.Equal(WireRule.BadHmac, FailurePacket.Open(onion, packet).Error.Rule);
        var (hop, message) = FailurePacket.OpenTrampoline(onion, trampoline, packet).Value;
        Assert.Equal(alice["decrypted_failure"].Str("type"), message.ToString());
        Assert.Equal(vector["failure_eve"] is null ? 0 : 1, hop);
    }

    [Fact]
    public void CreateAndWrap_ErrorVector_GivesEveryPacketOnTheWayBack()
    {
        var vector = Root("trampoline-onion-error-test")[0]!;
        var (eve, dave, carol, bob) = (vector["failure_eve"]!, vector["failure_dave"]!, vector["failure_carol"]!, vector["failure_bob"]!);
        using var payload = SharedSecrets.Of(eve.Hex("trampoline_onion_shared_secret"));
        var data = new WireWriter().WriteUInt64((ulong)eve["failure"]!["htlc_msat"]!).WriteUInt32((uint)eve["failure"]!["height"]!).ToByteString();
        var packet = FailurePacket.Create(payload[0], new FailureMessage(FailureCode.IncorrectOrUnknownPaymentDetails, data));
        FailurePacket.Wrap(eve.Hex("onion_shared_secret"), packet);
        Assert.Equal(eve.Hex("failure_packet"), packet);
        FailurePacket.Wrap(dave.Hex("onion_shared_secret"), packet);
        Assert.Equal(dave.Hex("failure_packet"), packet);
        foreach (var secret in carol["downstream_shared_secrets"]!.AsArray()) FailurePacket.Wrap(Convert.FromHexString(secret!.GetValue<string>()), packet);
        Assert.Equal(carol.Hex("downstream_unwrapped_failure"), packet);
        FailurePacket.Wrap(carol.Hex("upstream_trampoline_onion_shared_secret"), packet);
        FailurePacket.Wrap(carol.Hex("upstream_onion_shared_secret"), packet);
        Assert.Equal(carol.Hex("failure_packet"), packet);
        FailurePacket.Wrap(bob.Hex("onion_shared_secret"), packet);
        Assert.Equal(bob.Hex("failure_packet"), packet);
    }

    private static SharedSecrets Secrets(JsonNode rows) => SharedSecrets.Of([.. rows.AsArray().Select(row => Convert.FromHexString(row!.GetValue<string>()))]);

    private static List<OnionHop> HopsOf(JsonNode rows) =>
    [
        .. rows.AsArray().Select(hop => new OnionHop(
            PublicKey.FromHex((hop!["pubkey"] ?? hop["node_id"])!.GetValue<string>()), Payload(hop["encoded_tlvs"]?.GetValue<string>() ?? hop["payload"].Str("hex")))),
    ];

    private static ByteString Payload(string withLength) => SphinxTests.WithoutLength(Convert.FromHexString(WithoutSpaces(withLength)));

    private static string WithoutSpaces(string hex) => hex.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The associated data of the row itself, or of the test case that it stands in.</summary>
    private static byte[] HashOf(string file, JsonNode row)
    {
        for (JsonNode? node = row; node is not null; node = node.Parent)
        {
            if (node is not JsonObject o) continue;
            if (o["associated_data"] is { } own) return Convert.FromHexString(own.GetValue<string>());
            foreach (var (_, sibling) in o)
            {
                if (sibling is JsonObject inner && inner["associated_data"] is { } data) return Convert.FromHexString(data.GetValue<string>());
            }
        }

        throw new KeyNotFoundException($"{file} has no associated data.");
    }

    private static JsonNode Root(string file) => Vectors.Json($"bolt04/{file}.json");

    private static IEnumerable<string> Objects(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(pair => pair.Value is null ? [] : Objects(pair.Value)).Prepend(o.GetPath()),
        JsonArray a => a.SelectMany(item => Objects(item!)),
        _ => [],
    };

    private static JsonNode At(JsonNode root, string path)
    {
        var node = root;
        foreach (var part in path.TrimStart('$').Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
            node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        return node;
    }
}
