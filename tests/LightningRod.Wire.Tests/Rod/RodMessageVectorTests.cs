using System.Text.Json.Nodes;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Tests.Rod;

/// <summary>The rows of tests/vectors/rod, which were computed without this project's code.</summary>
public sealed class RodMessageVectorTests
{
    private static readonly JsonNode File = Vectors.Json("rod/messages.json");
    private static readonly PrivateKey Client = PrivateKey.FromHex(File.Str("client_key"));
    private static readonly NodeId Relay = NodeId.FromHex(File.Str("relay_node_id"));

    public static IEnumerable<TheoryDataRow<int, string>> Rows() =>
        File["messages"]!.AsArray().Select((row, i) => new TheoryDataRow<int, string>(i, $"{row.Str("name")}: {row.Str("note")}"));

    [Theory, MemberData(nameof(Rows))]
    public void Parse_VectorRow_GivesItsFieldsAndWritesTheSameBytes(int index, string name)
    {
        var row = File["messages"]![index]!;
        var record = TlvStream.Parse(row.Hex("record")).Value.Single();
        var message = RodMessage.Parse(record).Value;
        Assert.Equal(record, message.ToRecord());
        Assert.True(JsonNode.DeepEquals(row["fields"], Fields(message)), $"{name}: {row["fields"]} is not {Fields(message)}");
        Assert.Equal(row.Str("name"), WireNumbers.Find(nameof(OnionMessageTlv), message.Type)!.Name);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Sign_VectorRow_GivesItsSignature(int index, string name)
    {
        var row = File["messages"]![index]!;
        var message = RodMessage.Parse(TlvStream.Parse(row.Hex("record")).Value.Single()).Value;
        if (message is not SignedRodMessage { Client: { } signer } signed) return;
        Assert.True(signed.VerifySignature(Relay), name);
        Assert.Equal(row.Str("signed_text"), ClientSignature.Text(row.Str("name"), Relay, Unsigned(signed)));
        RodMessage again = signed switch
        {
            HoldRequest request => (request with { Client = null }).SignedBy(Client, Relay),
            HoldCancel cancel => (cancel with { Client = null }).SignedBy(Client, Relay),
            _ => throw new InvalidOperationException(name),
        };
        Assert.Equal(message, again);
        Assert.Equal(new NodeId(Client.PublicKey), signer.ClientNodeId);
    }

    [Fact]
    public void PaymentUnblock_VectorRows_AreReadInEncryptedData()
    {
        foreach (var row in File["payment_unblock"]!.AsArray())
        {
            var data = EncryptedData.Parse(row.Hex("record")).Value;
            Assert.Equal(row.Hex("record"), data.ToArray());
            Assert.Equal(File.Str("payment_id"), data.PaymentUnblock!.Value.Secret.Value.ToString());
            Assert.Equal(row!["payer"]?.GetValue<string>(), data.PaymentUnblock.Value.Payer?.ToString());
        }
    }

    [Fact]
    public void NextNodeAddresses_VectorRows_AreReadInEncryptedData()
    {
        foreach (var row in File["next_node_addresses"]!.AsArray())
        {
            var data = EncryptedData.Parse(row.Hex("record")).Value;
            Assert.Equal(row.Hex("record"), data.ToArray());
            Assert.Equal(row!["addresses"]!.AsArray().Select(address => address!.GetValue<string>()), data.NextNodeAddresses.Select(a => a.ToString()));
        }
    }

    private static TlvStream Unsigned(SignedRodMessage message) =>
        TlvStream.Of(TlvStream.Parse(message.ToArray()).Value.Where(r => r.Type != HoldRequestTlv.Signature));

    private static JsonObject Fields(RodMessage message) => message switch
    {
        HoldRequest m => Compact(
            ("payment_id_hash", m.PaymentIdHash.ToString()), ("payment_hashes", Hashes(m.PaymentHashes)), ("expiry_height", m.ExpiryHeight.Value),
            ("max_amount_msat", m.MaxAmount.Value), ("client_node_id", m.Client?.ClientNodeId.ToString()), ("signature", Hex(m.Client))),
        HoldCancel m => Compact(
            ("payment_id_hash", m.PaymentIdHash.ToString()), ("client_node_id", m.Client?.ClientNodeId.ToString()), ("signature", Hex(m.Client))),
        HoldAck m => Compact(
            ("payment_id_hash", m.PaymentIdHash.ToString()), ("expiry_height", m.Accepted?.ExpiryHeight.Value), ("return_delta", m.Accepted?.ReturnDelta),
            ("error_code", m.Refused?.Code), ("error", m.Refused?.Text),
            ("cancelled", m.Cancelled ? true : null)),
        PaymentPending m => Compact(
            ("payment_hashes", Hashes(m.PaymentHashes)), ("amount_msat", m.Amount?.Value), ("payer_note", m.PayerNote),
            ("payment_id", m.Literal?.PaymentId.Value.ToString()),
            ("route", m.Literal is { } l ? new JsonArray(l.Lsp.ToString(), l.Payer.ToString()) : null),
            ("introduction_addresses", m.IntroductionAddresses.Count > 0 ? new JsonArray([.. m.IntroductionAddresses.Select(a => (JsonNode)a.ToString())]) : null)),
        PaymentReady m => Compact(("payment_hashes", Hashes(m.PaymentHashes))),
        NonceRelease m => Compact(("nonce", m.Nonce.Value.ToString()), ("client_node_id", m.ClientNodeId?.ToString())),
        _ => throw new InvalidOperationException(),
    };

    private static string? Hex(ClientSignature? client) => client is null ? null : Convert.ToHexStringLower(client.Signature.ToArray());

    private static JsonArray Hashes(PaymentHashList list) => new([.. list.Hashes.Select(h => (JsonNode)h.ToString())]);

    private static JsonObject Compact(params (string Name, object? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value as JsonNode ?? (JsonNode?)JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(f.Value)))));
}
