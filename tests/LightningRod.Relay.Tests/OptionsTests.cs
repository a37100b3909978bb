using System.ComponentModel.DataAnnotations;
using LightningRod.Peering.Limits;
using LightningRod.Relay.Tests.Harness;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Relay.Tests;

public sealed class OptionsTests
{
    private const string Node = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    [Fact]
    public void Validate_Defaults_AreFine()
    {
        Assert.Empty(Faults(new()));
        using var key = PrivateKey.Generate();
        Assert.NotNull(new RelayCarrier(key));
    }

    [Fact]
    public void Validate_EverySettingInUse_IsFine() => Assert.Empty(Faults(new()
    {
        Listen = ["0.0.0.0:9735", "[::]:9735", "127.0.0.1:0"],
        Addresses = ["relay.example:9735", "203.0.113.5:9735", "[2001:db8::1]:9735"],
        Peers = [$"{Node}@10.0.0.1:9735"],
        MoreFeatures = [1001],
        Chain = "signet",
    }));

    public static IEnumerable<TheoryDataRow<string, Action<RelayOptions>>> Wrong() =>
    [
        new("Listen", options => options.Listen = ["0.0.0.0"]),
        new("Listen", options => options.Listen = ["::1:9735"]),
        new("Listen", options => options.Listen = ["relay.example:9735"]),
        new("Listen", options => options.Listen = ["127.0.0.1:65536"]),
        new("Listen", options => options.Listen = ["127.0.0.1:"]),
        new("Addresses", options => options.Addresses = ["relay.example"]),
        new("Addresses", options => options.Addresses = ["relay.example:0"]),
        new("Peers", options => options.Peers = ["10.0.0.1:9735"]),
        new("Peers", options => options.Peers = [$"{Node[2..]}@10.0.0.1:9735"]),
        new("Peers", options => options.Peers = [$"02{new string('f', 64)}@10.0.0.1:9735"]),
        new("Peers", options => options.Peers = [$"{Node}@10.0.0.1"]),
        new("MoreFeatures", options => options.MoreFeatures = [1000]),
        new("MoreFeatures", options => options.MoreFeatures = [-1]),
        new("MoreFeatures", options => options.MoreFeatures = [100_001]),
        new("Chain", options => options.Chain = "mainnet"),
        new("TakeWindow", options => options.TakeWindow = 0),
        new("TakeWindowBytes", options => options.TakeWindowBytes = 1000),
        new("TakeBytes", options => options.TakeBytes = 1000),
        new("TakeTimeout", options => options.TakeTimeout = TimeSpan.Zero),
        new("TakeTimeout", options => options.TakeTimeout = TimeSpan.FromSeconds(25)),
        new("DeliverTimeout", options => options.DeliverTimeout = TimeSpan.Zero),
        new("DialTimeout", options => options.DialTimeout = TimeSpan.FromDays(1)),
        new("PeerRates", options => options.PeerRates = new() { OnionMessages = new RateLimit() }),
        new("Peering.MaxSessions", options => options.Peering.MaxSessions = 0),
    ];

    [Theory, MemberData(nameof(Wrong))]
    public void Validate_WrongSetting_NamesItAndStopsTheRelay(string name, Action<RelayOptions> set)
    {
        var options = RelayBed.Options();
        set(options);
        Assert.All(Faults(options), fault => Assert.StartsWith(name, fault.ErrorMessage, StringComparison.Ordinal));
        Assert.Contains(Faults(options), fault => fault.MemberNames.Contains(name));
        using var key = PrivateKey.Generate();
        Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => new RelayCarrier(key, options)).Message, StringComparison.Ordinal);
    }

    private static List<ValidationResult> Faults(RelayOptions options) => [.. options.Validate(new ValidationContext(options))];
}
