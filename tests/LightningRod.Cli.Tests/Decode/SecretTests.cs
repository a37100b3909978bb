using LightningRod.Testing;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Tests.Decode;

/// <summary>Secrets in inputs that are not encrypted: shown on demand only, so that answers can be kept and passed on.</summary>
public sealed class SecretTests
{
    private static readonly string Secret = Vectors.Json("rod/messages.json").Str("payment_id");

    public static IEnumerable<TheoryDataRow<string, string>> Inputs() =>
    [
        new("rod-message", Record("nonce_release")),
        new("rod-message", Vectors.Json("rod/messages.json")["messages"]!.AsArray().Single(row => row!["fields"]!["payment_id"] is not null).Str("record")),
        new("tlv", Vectors.Json("rod/messages.json")["payment_unblock"]![0]!.Str("record")),
        new("tlv", Vectors.Json("rod/messages.json")["payment_unblock"]![1]!.Str("record")),
        new("tlv", Record("nonce_release")),
        new("encrypted-data", Vectors.Json("rod/messages.json")["payment_unblock"]![0]!.Str("record")),
        new("onion-payload", Record("nonce_release")),
        new("payment-payload", Hex(new PaymentPayload { KeysendPreimage = new PaymentPreimage(Bytes32.FromHex(Secret)) }.ToArray())),
        new("payment-payload", Hex(new PaymentPayload { PaymentData = new PaymentData(new PaymentSecret(Bytes32.FromHex(Secret)), new Msat(1)) }.ToArray())),
        new("tlv", Hex(new PaymentPayload { KeysendPreimage = new PaymentPreimage(Bytes32.FromHex(Secret)) }.ToArray())),
        new("message", "0085" + new string('1', 64) + Secret + Samples.Key(1).PublicKey),
    ];

    public static IEnumerable<TheoryDataRow<string, string>> BadInputs() =>
    [
        new("rod-message", Record("nonce_release") + "00"),
        new("rod-message", Record("nonce_release")[..^60]),
        new("onion-payload", Record("nonce_release") + "00"),
        new("encrypted-data", Vectors.Json("rod/messages.json")["payment_unblock"]![0]!.Str("record") + "00"),
        new("payment-payload", Hex(new PaymentPayload { KeysendPreimage = new PaymentPreimage(Bytes32.FromHex(Secret)) }.ToArray()) + "00"),
    ];

    [Theory, MemberData(nameof(Inputs))]
    public async Task Decode_Secret_IsShownOnlyOnDemand(string kind, string input)
    {
        Assert.Contains(Secret, input, StringComparison.OrdinalIgnoreCase);
        foreach (var json in (string[][])[[], ["--json"]])
        {
            var hidden = await Rod.RunAsync(["decode", "--as", kind, input, .. json]);
            Assert.Equal((ExitCode.Fine, ""), (hidden.Code, hidden.Error));
            Assert.DoesNotContain(Secret[..16], hidden.Output, StringComparison.Ordinal);
            Assert.Contains("(secret, ", hidden.Output, StringComparison.Ordinal);
            var shown = await Rod.RunAsync(["decode", "--as", kind, input, "--show-secrets", .. json]);
            // Trees cut what is long.
            Assert.Contains(json is [] ? Secret[..16] : Secret, shown.Output, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(BadInputs))]
    public async Task Decode_SecretInBadInput_IsNotRepeated(string kind, string input)
    {
        var result = await Rod.RunAsync("decode", "--as", kind, input);
        Assert.Equal(ExitCode.Failed, result.Code);
        for (var i = 0; i + 8 <= Secret.Length; i += 8)
            Assert.DoesNotContain(Secret[i..(i + 8)], result.Output + result.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static string Record(string name) =>
        Vectors.Json("rod/messages.json")["messages"]!.AsArray().First(row => row.Str("name") == name).Str("record");

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
