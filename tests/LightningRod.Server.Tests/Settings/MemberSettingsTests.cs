using LightningRod.Server.Options;
using LightningRod.Server.Settings;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server.Tests.Settings;

/// <summary>Where settings come from, and that a wrong one names itself.</summary>
public sealed class MemberSettingsTests : IDisposable
{
    private const string Node = "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619";

    private readonly string _folder = Directory.CreateTempSubdirectory("rod-settings-").FullName;

    private string File => Path.Combine(_folder, "lightningrod.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_Nothing_IsTheDefaults()
    {
        var options = Good(null);
        Assert.Equal((9735, "127.0.0.1:9736", "0.0.0.0:9735"), (options.Relay.Port, options.Admin.EndPoint.ToString(), options.Relay.EndPoints.Single().ToString()));
        Assert.Equal((288u, 16), (options.Holds.Limits.ReturnDelta, options.Holds.Limits.HoldsLeft));
        Assert.Equal(Actors.HeldPayment.HoldLimits.Default, options.Holds.Limits);
        Assert.Equal(Actors.Mailbox.MailboxLimits.Default, options.Mail.Limits);
        Assert.Equal(new WakeUps.Webhook.WebhookOptions(), options.WakeUps.Webhook.Options);
        Assert.Equal(new Engine.EngineOptions(), options.Engine.For("bitcoin"));
        Assert.Equal(Path.GetFullPath("data/node.key"), options.NodeKeyPath);
    }

    [Fact]
    public void Read_AFile_IsReadWithCommentsAndWhateverCase()
    {
        var options = Good("""
            {
              // Ours.
              "name": "lsp-1", "Network": "regtest", "StopTimeout": "3s",
              "Relay": { "Port": 19735, "Announce": ["lsp.example:9735", "[2001:db8::1]:9735"], "Alias": "LSP \u20bf" },
              "Admission": { "Mode": "open", "Invited": ["02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619"] },
              "WakeUps": { "Webhook": { "AllowPlainHttpToLoopback": true, "Timeout": "00:00:02" } },
              "Nodes": [ { "Name": "cln-1", "Kind": "simulation", "Settings": { "Address": "127.0.0.1:7000" } } ],
              "KnownPeers": ["02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619@203.0.113.5:9735"],
              "Log": { "Level": "debug", "Json": true },
            }
            """);
        Assert.Equal(("lsp-1", "regtest", TimeSpan.FromSeconds(3)), (options.Name, options.Network, options.StopTimeout));
        Assert.Equal((19735, 2, "LSP \u20bf"), (options.Relay.Port, options.Relay.Announce.Count, options.Relay.Alias));
        Assert.Equal((AdmissionMode.Open, Node), (options.Admission.Mode, options.Admission.Invited.Single()));
        Assert.Equal((true, TimeSpan.FromSeconds(2)), (options.WakeUps.Webhook.AllowPlainHttpToLoopback, options.WakeUps.Webhook.Timeout));
        var node = Assert.Single(options.Nodes);
        Assert.Equal(("cln-1", "simulation", "127.0.0.1:7000"), (node.Name, node.Kind, node.Settings["address"]));
        Assert.True(PeerAddress.TryParse(options.KnownPeers.Single(), out var peer));
        Assert.Equal($"{Node}@203.0.113.5:9735", peer.ToString());
        Assert.Equal((LogLevel.Debug, true), (options.Log.Level, options.Log.Json));
    }

    [Fact]
    public void Read_AllPlaces_TheLaterOverrules()
    {
        System.IO.File.WriteAllText(File, """{ "Relay": { "Port": 1, "Alias": "file" }, "Holds": { "PerClient": 1 } }""");
        var reading = MemberSettings.Read(
            File,
            new Dictionary<string, string> { ["LIGHTNINGROD__RELAY__PORT"] = "2", ["LightningRod__Holds__PerClient"] = "2", ["OTHER__RELAY__PORT"] = "9" },
            new Dictionary<string, string> { ["Relay:Port"] = "3" });
        Assert.True(reading.TryGet(out var options));
        Assert.Equal((3, "file", 2), (options.Relay.Port, options.Relay.Alias, options.Holds.PerClient));
    }

    [Fact]
    public void Read_AListInTwoPlaces_IsTheLaterOneWhole()
    {
        System.IO.File.WriteAllText(File, """{ "Relay": { "Announce": ["a.example:1", "b.example:2"] } }""");
        var reading = MemberSettings.Read(File, new Dictionary<string, string>(), new Dictionary<string, string> { ["Relay:Announce:0"] = "c.example:3" });
        Assert.True(reading.TryGet(out var options));
        Assert.Equal(["c.example:3"], options.Relay.Announce);
    }

    [Fact]
    public void Read_AListOfManyItems_KeepsTheirOrder()
    {
        var announced = Enumerable.Range(1, 12).Select(n => $"host{n}.example:9735").ToList();
        var options = Good($$"""{ "Relay": { "Announce": ["{{string.Join("\",\"", announced)}}"] } }""");
        Assert.Equal(announced, options.Relay.Announce);
    }

    [Theory]
    [InlineData("""{ "Relay": { "Prot": 1 } }""", "Relay:Prot", "Relay:Port")]
    [InlineData("""{ "Port": 1 }""", "Port", ":Port")]
    [InlineData("""{ "dataFoldr": "x" }""", "dataFoldr", "DataFolder")]
    [InlineData("""{ "Relay": { "Port": { "Number": 1 } } }""", "Relay:Port:Number", "Relay:Port")]
    [InlineData("""{ "Relay": 5 }""", "Relay", "Relay:")]
    [InlineData("""{ "Nodes": [ { "Name": "a", "Kind": "b", "Adress": "c" } ] }""", "Nodes:0:Adress", "Nodes:#:")]
    public void Read_UnknownKey_IsRefusedWithTheNearest(string json, string key, string nearest)
    {
        var fault = Assert.Single(Faults(json), fault => fault.Key == key);
        Assert.Equal(File, fault.Source);
        Assert.Matches($"there is no such setting; the nearest is .*{nearest}", fault.Text);
    }

    [Theory]
    [InlineData("""{ "Relay": { "Port": 70000 } }""", "Relay:Port", "it must be 0 to 65535")]
    [InlineData("""{ "Relay": { "Port": "many" } }""", "Relay:Port", "it must be 0 to 65535")]
    [InlineData("""{ "Relay": { "Port": 1.5 } }""", "Relay:Port", "it must be 0 to 65535")]
    [InlineData("""{ "Relay": { "Listen": ["localhost"] } }""", "Relay:Listen:0", "it must be an IP address")]
    [InlineData("""{ "Relay": { "Announce": ["lsp.example"] } }""", "Relay:Announce:0", "it must be HOST:PORT")]
    [InlineData("""{ "Relay": { "Announce": "lsp.example:1" } }""", "Relay:Announce", "it must be a list")]
    [InlineData("""{ "Relay": { "Alias": "123456789012345678901234567890123" } }""", "Relay:Alias", "it must be at most 32 bytes")]
    [InlineData("""{ "Network": "mainnet" }""", "Network", "it must be bitcoin, testnet, testnet4, signet or regtest")]
    [InlineData("""{ "DataFolder": " " }""", "DataFolder", "it must be some text")]
    [InlineData("""{ "Name": "a b" }""", "Name", "it must be 1 to 64 letters, digits, - and _")]
    [InlineData("""{ "StopTimeout": "10" }""", "StopTimeout", "it must be a duration like")]
    [InlineData("""{ "StopTimeout": "6m" }""", "StopTimeout", "it must be 0s to 5m")]
    [InlineData("""{ "WakeUps": { "Webhook": { "Timeout": "11s" } } }""", "WakeUps:Webhook:Timeout", "it must be 100ms to 10s")]
    [InlineData("""{ "Admission": { "Mode": "all" } }""", "Admission:Mode", "it must be Channels, Open")]
    [InlineData("""{ "Admission": { "Mode": 1 } }""", "Admission:Mode", "it must be Channels, Open")]
    [InlineData("""{ "Admission": { "Invited": ["02ee"] } }""", "Admission:Invited:0", "it must be a node id of 66 hexadecimal digits")]
    [InlineData("""{ "KnownPeers": ["lsp.example:9735"] }""", "KnownPeers:0", "it must be NODEID@HOST:PORT")]
    [InlineData("""{ "Log": { "Json": "maybe" } }""", "Log:Json", "it must be true or false")]
    [InlineData("""{ "Holds": { "MaxSatoshis": 0 } }""", "Holds:MaxSatoshis", "it must be 1 to 2100000000000000")]
    [InlineData("""{ "Nodes": [ { "Name": "a" } ] }""", "Nodes:0:Kind", "it is missing")]
    [InlineData("""{ "Nodes": [ { "Name": "a", "Kind": "b", "Settings": { "c": { "d": 1 } } } ] }""", "Nodes:0:Settings:c:d", "plain texts")]
    [InlineData("""{ "Nodes": [ { "Name": "a b", "Kind": "b" } ] }""", "Nodes:0:Name", "it must be 1 to 64 letters")]
    [InlineData("""{ "Nodes": [ { "Name": "a", "Kind": "b" }, { "Name": "a", "Kind": "c" } ] }""", "Nodes:1:Name", "there are two nodes with the name a")]
    public void Read_WrongValue_NamesKeyAndPlace(string json, string key, string text)
    {
        var fault = Assert.Single(Faults(json));
        Assert.Equal((key, File, false), (fault.Key, fault.Source, fault.IsFlag));
        Assert.Contains(text, fault.Text, StringComparison.Ordinal);
        Assert.StartsWith($"{key} ({File}): ", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongInEachPlace_TellsAllWithTheirPlaces()
    {
        System.IO.File.WriteAllText(File, """{ "Relay": { "Port": -1 } }""");
        var reading = MemberSettings.Read(
            File,
            new Dictionary<string, string> { ["LIGHTNINGROD__ADMIN__PORT"] = "x", ["LIGHTNINGROD__NOPE"] = "1" },
            new Dictionary<string, string> { ["Network"] = "x", ["Nodes:0:Name"] = "a" });
        Assert.False(reading.TryGet(out _));
        Assert.Equal(
            ["--network", "--node", File, "LIGHTNINGROD__ADMIN__PORT", "LIGHTNINGROD__NOPE"],
            reading.Faults.Select(fault => fault.Source).Order(StringComparer.Ordinal));
        Assert.Equal(["Network", "Nodes:0:Kind"], reading.Faults.Where(fault => fault.IsFlag).Select(fault => fault.Key).Order());
    }

    [Theory]
    [InlineData("{ \"Relay\": ")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{ \"Name\": \"a\", \"name\": \"b\" }")]
    public void Read_FileThatIsNoJsonObject_NamesIt(string json) => Assert.Equal(File, Assert.Single(Faults(json)).Source);

    [Fact]
    public void Read_MissingFile_NamesIt()
    {
        var fault = Assert.Single(MemberSettings.Read(File, new Dictionary<string, string>()).Faults);
        Assert.Equal(File, fault.Source);
    }

    [Fact]
    public void Read_HugeFile_IsRefused()
    {
        System.IO.File.WriteAllText(File, new string(' ', (1 << 20) + 1));
        Assert.Contains("1 MiB", Assert.Single(MemberSettings.Read(File, new Dictionary<string, string>()).Faults).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongNodeSetting_DoesNotShowItsValue()
    {
        var faults = Faults("""{ "Nodes": [ { "Name": "a", "Settings": { "macaroon": "secret4711" } } ] }""");
        Assert.DoesNotContain(faults, fault => fault.ToString().Contains("4711", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500ms", 0.5), InlineData("10s", 10), InlineData("90m", 5400), InlineData("2h", 7200), InlineData("1d", 86400), InlineData("00:01:30", 90)]
    public void TryParse_Duration_IsRead(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.True(Durations.TryParse(Durations.Format(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData(""), InlineData("10"), InlineData("s"), InlineData("-1s"), InlineData("1.5s"), InlineData("1 s")]
    [InlineData("99999999999s"), InlineData("2147483647d"), InlineData("1w")]
    public void TryParse_NoDuration_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    private MemberOptions Good(string? json)
    {
        if (json is not null) System.IO.File.WriteAllText(File, json);
        var reading = MemberSettings.Read(json is null ? null : File, new Dictionary<string, string>());
        Assert.True(reading.TryGet(out var options), string.Join('\n', reading.Faults));
        return options;
    }

    private IReadOnlyList<SettingFault> Faults(string json)
    {
        System.IO.File.WriteAllText(File, json);
        var reading = MemberSettings.Read(File, new Dictionary<string, string>());
        Assert.False(reading.TryGet(out _));
        return reading.Faults;
    }
}
