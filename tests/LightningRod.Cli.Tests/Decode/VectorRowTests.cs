using System.Text.Json.Nodes;
using LightningRod.Testing;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>All rows of the published vectors that have a form that a user can paste, and the project's own.</summary>
public sealed class VectorRowTests
{
    private static readonly JsonNode Bolt11 = Vectors.Json("bolt11/invoices.json");
    private static readonly JsonArray Offers = Vectors.Json("bolt12/offers-test.json").AsArray();
    private static readonly JsonArray Strings = Vectors.Json("bolt12/format-string-test.json").AsArray();
    private static readonly JsonArray RodMessages = Vectors.Json("rod/messages.json")["messages"]!.AsArray();

    public static IEnumerable<TheoryDataRow<int, string>> Bolt11Rows() => Rows(Bolt11["valid"]!.AsArray(), "name");

    public static IEnumerable<TheoryDataRow<string, string>> InvalidBolt11Rows() =>
        Bolt11["invalid"]!.AsArray().Select(row => new TheoryDataRow<string, string>(row.Str("name"), row.Str("invoice")));

    public static IEnumerable<TheoryDataRow<int, string>> OfferRows() => Rows(Offers, "description");

    public static IEnumerable<TheoryDataRow<int, string>> StringRows() => Rows(Strings, "comment");

    public static IEnumerable<TheoryDataRow<int, string>> RodRows() => Rows(RodMessages, "note");

    [Theory, MemberData(nameof(Bolt11Rows))]
    public async Task Decode_Bolt11_TellsTheFieldsOfTheVector(int index, string name)
    {
        var row = Bolt11["valid"]![index]!;
        var expected = row["expected"]!;
        var result = await Rod.RunAsync("decode", "--json", row.Str("invoice"));
        Assert.True(result.Code == ExitCode.Fine, $"{name}: {result.Error}");
        var json = result.Json;
        Assert.Equal("bolt11", json.Str("kind"));
        AssertSame(expected, json, "amount_msat", "timestamp", "payment_hash", "payment_secret", "description", "signature", "recovery_id");
        Assert.Equal(expected["expiry_effective"]!.GetValue<ulong>(), json["expiry"]!.GetValue<ulong>());
        Assert.Equal(expected["min_final_cltv_expiry_delta_effective"]!.GetValue<ulong>(), json["min_final_cltv_expiry_delta"]!.GetValue<ulong>());
        var bits = json["features"]!["bits"]!.AsArray().Select(bit => bit!["bit"]!.GetValue<int>());
        Assert.Equal(expected["feature_bits"]!.AsArray().Select(bit => bit!.GetValue<int>()).Order(), bits);
        Assert.True(json["signature_valid"]!.GetValue<bool>());
        Assert.Equal(expected["payee_pubkey"]?.GetValue<string>() ?? Bolt11.Str("payee_pubkey"), json.Str("payee"));
    }

    [Theory, MemberData(nameof(InvalidBolt11Rows))]
    public async Task Decode_InvalidBolt11_IsRefused(string name, string invoice) => await AssertRefused(name, invoice);

    [Theory, MemberData(nameof(OfferRows))]
    public async Task Decode_Offer_IsTakenOrRefusedLikeTheVector(int index, string name)
    {
        var row = Offers[index]!;
        if (!row["valid"]!.GetValue<bool>())
        {
            await AssertRefused(name, row.Str("bolt12"));
            return;
        }

        var json = await AssertFine(name, row.Str("bolt12"));
        Assert.Equal("offer", json.Str("kind"));
        // Each record of the vector is here once: those with a name under it, the others in a list. offer_id is no record.
        var named = json.Count - 2 - (json.ContainsKey("unknown_records") ? 1 : 0);
        Assert.Equal(row["fields"]!.AsArray().Count, named + (json["unknown_records"]?.AsArray().Count ?? 0));
        // The raw bytes of the same offer are recognised and say the same.
        var hex = string.Concat(row["fields"]!.AsArray().Select(field => Record(field!)));
        Assert.Equal(json.ToJsonString(), (await AssertFine(name, hex)).ToJsonString());
    }

    [Theory, MemberData(nameof(StringRows))]
    public async Task Decode_String_IsTakenOrRefusedLikeTheVector(int index, string name)
    {
        var row = Strings[index]!;
        if (row["valid"]!.GetValue<bool>())
            Assert.Equal("offer", (await AssertFine(name, row.Str("string"))).Str("kind"));
        else
            await AssertRefused(name, row.Str("string"));
    }

    [Theory, MemberData(nameof(RodRows))]
    public async Task Decode_RodMessage_TellsTheFieldsOfTheVector(int index, string name)
    {
        var row = RodMessages[index]!;
        var result = await Rod.RunAsync("decode", "--json", "--show-secrets", row.Str("record"));
        Assert.True(result.Code == ExitCode.Fine, $"{name}: {result.Error}");
        var message = result.Json[row.Str("name")]!.AsObject();
        var expected = row["fields"]!.DeepClone().AsObject();
        if (expected["route"] is JsonArray { Count: 2 } route)
            expected["route"] = new JsonObject { ["lsp"] = route[0]!.DeepClone(), ["payer"] = route[1]!.DeepClone() };
        message.Remove("nonce_hash");
        Assert.True(JsonNode.DeepEquals(expected, message), $"{name}: {expected} is not {message}");
    }

    private static IEnumerable<TheoryDataRow<int, string>> Rows(JsonArray rows, string name) =>
        rows.Select((row, i) => new TheoryDataRow<int, string>(i, row.Str(name)));

    private static string Record(JsonNode field) =>
        Convert.ToHexStringLower(new Wire.Encodings.TlvRecord(field["type"]!.GetValue<ulong>(), Wire.Encodings.ByteString.CopyOf(field.Hex("hex")))
            is var record ? Wire.Encodings.TlvStream.Of(record).ToArray() : []);

    private static void AssertSame(JsonNode expected, JsonObject actual, params string[] names) =>
        Assert.All(names, name => Assert.Equal(expected[name]?.ToJsonString(), actual[name]?.ToJsonString()));

    private static async Task<JsonObject> AssertFine(string name, string input)
    {
        var (tree, json) = (await Rod.RunAsync("decode", input), await Rod.RunAsync("decode", "--json", input));
        Assert.True(tree is { Code: ExitCode.Fine, Error: "" }, $"{name}: {tree.Error}");
        Assert.Equal((ExitCode.Fine, ""), (json.Code, json.Error));
        return json.Json;
    }

    private static async Task AssertRefused(string name, string input)
    {
        var (tree, json) = (await Rod.RunAsync("decode", input), await Rod.RunAsync("decode", "--json", input));
        Assert.True(tree is { Code: ExitCode.Failed, Output: "" }, $"{name}: {tree.Output}");
        Assert.Equal(ExitCode.Failed, json.Code);
        Assert.Equal(tree.Error, json.Error);
        Assert.Equal(["error"], json.Json.Select(member => member.Key));
        var error = json.Json["error"]!;
        Assert.Contains($"{error.Str("rule")} at {error.Str("unit")} {error["offset"]}: {error.Str("detail")}", tree.Error, StringComparison.Ordinal);
    }
}
