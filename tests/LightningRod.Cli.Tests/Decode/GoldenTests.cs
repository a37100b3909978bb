using System.Text.Json.Nodes;
using LightningRod.Testing;

namespace LightningRod.Cli.Tests.Decode;

public sealed class GoldenTests : IDisposable
{
    private readonly string _keyFile = Path.GetTempFileName();

    /// <summary>Inputs by the name of their answer: what is decoded, and the key that opens it.</summary>
    private static readonly Dictionary<string, (string Input, string? Key)> Inputs = new()
    {
        ["offer"] = (Offer("with blinded path via Bob (0x424242...), path_key 020202..."), null),
        ["offer-of-the-readme"] = (
            "lno1pqp5q9jqpg84gam0ypnxcct5ypmks6t5v4esuprsm0vgqys2gdskdsafypx82mn9zs"
            + "qs293pqthvwfzadd7jejes8q9lhc4rvjxd022zv5l44g6qah82ru5rdpnpj",
            null),
        ["offer-with-everything"] = (Samples.Offer().ToString(), null),
        ["invoice"] = (Samples.Invoice().ToString(), null),
        ["static-invoice"] = (Samples.Static().ToString(), null),
        ["invoice-request"] = (Vectors.Json("bolt12/signature-test.json").AsArray().Last().Str("bolt12"), null),
        ["bolt11"] = (Vectors.Json("bolt11/invoices.json")["valid"]![5]!.Str("invoice"), null),
        ["onion-message-forwarded"] = OnionMessage(1),
        ["onion-message-final"] = OnionMessage(3),
        ["hold-request"] = (Rod("hold_request"), null),
        ["payment-pending"] = (Rod("payment_pending"), null),
        ["init"] = ("0010 0000 0004 00aa 8a82 0120 6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000 0307 01cb0071052607", null),
        ["tlv"] = ("0x 0101aa 0300 05 03 010203 fd0231 02 0102", null),
    };

    public static IEnumerable<TheoryDataRow<string>> Names() => Inputs.Keys.Select(name => new TheoryDataRow<string>(name));

    public void Dispose() => File.Delete(_keyFile);

    [Theory, MemberData(nameof(Names))]
    public async Task Decode_Input_PrintsTheTree(string name)
    {
        var result = await RunAsync(name);
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Golden.AssertIs($"{name}.txt", result.Output);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Decode_InputForPrograms_PrintsOneLineOfJson(string name)
    {
        var result = await RunAsync(name, "--json");
        Assert.Equal((ExitCode.Fine, ""), (result.Code, result.Error));
        Assert.Equal(1, result.Output.Count(c => c == '\n'));
        Assert.True(System.Text.Ascii.IsValid(result.Output));
        Golden.AssertIs($"{name}.json", result.Output);
    }

    private static string Offer(string description) =>
        Vectors.Json("bolt12/offers-test.json").AsArray().Single(row => row!["description"]?.GetValue<string>() == description).Str("bolt12");

    private static (string Input, string Key) OnionMessage(int hop)
    {
        var row = Vectors.Json("bolt04/blinded-onion-message-onion-test.json")["decrypt"]!["hops"]![hop]!;
        return (row.Str("onion_message"), row.Str("privkey"));
    }

    private static string Rod(string name) =>
        Vectors.Json("rod/messages.json")["messages"]!.AsArray().First(row => row.Str("name") == name).Str("record");

    private async Task<RodResult> RunAsync(string name, params string[] options)
    {
        var (input, key) = Inputs[name];
        if (key is null) return await Tests.Rod.RunAsync(["decode", input, .. options]);
        await File.WriteAllTextAsync(_keyFile, key, TestContext.Current.CancellationToken);
        return await Tests.Rod.RunAsync(["decode", "--key-file", _keyFile, input, .. options]);
    }
}
