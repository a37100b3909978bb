using System.ComponentModel.DataAnnotations;
using LightningRod.Peering.Limits;
using LightningRod.Peering.Tests.Harness;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, PeeringOptions> Wrong() => new()
    {
        { "HandshakeTimeout", new() { HandshakeTimeout = TimeSpan.Zero } },
        { "InitTimeout", new() { InitTimeout = TimeSpan.FromDays(1) } },
        { "PingInterval", new() { PingInterval = TimeSpan.FromSeconds(-1) } },
        { "DialTimeout", new() { DialTimeout = TimeSpan.Zero } },
        { "FlushTimeout", new() { FlushTimeout = TimeSpan.Zero } },
        { "MaxSessions", new() { MaxSessions = 0 } },
        { "MaxHandshakes", new() { MaxHandshakes = 0 } },
        { "MaxHandshakesPerAddress", new() { MaxHandshakesPerAddress = -1 } },
        { "MaxDials", new() { MaxDials = 0 } },
        { "SendQueueMessages", new() { SendQueueMessages = 0 } },
        { "SendQueueBytes", new() { SendQueueBytes = 65_534 } },
        { "MaxPingsInFlight", new() { MaxPingsInFlight = 0 } },
        { "Rates.OnionMessages", new() { Rates = new() { OnionMessages = new() } } },
        { "Rates.Drops", new() { Rates = new() { Drops = Rates.Endless with { MessageBurst = 0.5 } } } },
        { "Rates.CustomMessages", new() { Rates = new() { CustomMessages = Rates.Endless with { ByteBurst = 65_534 } } } },
        { "Rates.Pings", new() { Rates = new() { Pings = Rates.Endless with { MessagesPerSecond = double.NaN } } } },
        { "Rates.Ignored", new() { Rates = new() { Ignored = Rates.Endless with { BytesPerSecond = -1 } } } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Validate_WrongSetting_NamesIt(string key, PeeringOptions options)
    {
        var wrong = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Equal([key], wrong.MemberNames);
        Assert.StartsWith(key, wrong.ErrorMessage, StringComparison.Ordinal);
        using var node = PrivateKey.Generate();
        var thrown = Assert.Throws<ArgumentException>(() => new PeerNode(node, new(new Init(Features.None)), new Recorder(), options));
        Assert.StartsWith(key, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_AreRight() => Assert.Empty(new PeeringOptions().Validate(new ValidationContext(new object())));

    [Fact]
    public void Rates_Defaults_AreRight() => Assert.Equal(new PeerRates(), new PeeringOptions().Rates);
}
