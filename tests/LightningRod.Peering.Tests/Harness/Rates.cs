using LightningRod.Peering.Limits;

namespace LightningRod.Peering.Tests.Harness;

internal static class Rates
{
    internal static RateLimit Endless { get; } = new() { MessagesPerSecond = 1e9, MessageBurst = 1e9, BytesPerSecond = 1e12, ByteBurst = 1e12 };

    internal static PeerRates Unlimited { get; } = new()
    {
        OnionMessages = Endless, Drops = Endless, CustomMessages = Endless, Pings = Endless, Ignored = Endless,
    };

    /// <summary>A burst of some messages, and one more each second.</summary>
    internal static RateLimit Of(int burst) => Endless with { MessagesPerSecond = 1, MessageBurst = burst };

    /// <summary>A burst of some bytes, and a hundredth of it each second.</summary>
    internal static RateLimit OfBytes(int burst) => Endless with { BytesPerSecond = burst / 100.0, ByteBurst = burst };
}
