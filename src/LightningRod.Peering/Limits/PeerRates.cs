namespace LightningRod.Peering.Limits;

/// <summary>What one peer may send. The limits hold for the node id: a new connection does not refill them.</summary>
public sealed record PeerRates
{
    /// <summary><c>onion_message</c>. Above it they are dropped and counted. 50 messages and 128 KiB a second, bursts of 500 and 1 MiB.</summary>
    public RateLimit OnionMessages { get; init; } = new()
    {
        MessagesPerSecond = 50, MessageBurst = 500, BytesPerSecond = 128 << 10, ByteBurst = 1 << 20,
    };

    /// <summary>
    /// Onion messages that were dropped. Above it the session is closed: who does not slow down floods. 200 messages and 512 KiB a second,
    /// bursts of 4000 and 8 MiB.
    /// </summary>
    public RateLimit Drops { get; init; } = new()
    {
        MessagesPerSecond = 200, MessageBurst = 4000, BytesPerSecond = 512 << 10, ByteBurst = 8 << 20,
    };

    /// <summary>LSPS0 and custom messages. Above it the session is closed. 20 messages and 64 KiB a second, bursts of 200 and 512 KiB.</summary>
    public RateLimit CustomMessages { get; init; } = new()
    {
        MessagesPerSecond = 20, MessageBurst = 200, BytesPerSecond = 64 << 10, ByteBurst = 512 << 10,
    };

    /// <summary>
    /// Pings (a ping weighs as much as the pong it asks for), warnings, errors, and pongs that nobody asked for. Above it the session is
    /// closed. 10 messages and 64 KiB a second, bursts of 120 and 512 KiB.
    /// </summary>
    public RateLimit Pings { get; init; } = new()
    {
        MessagesPerSecond = 10, MessageBurst = 120, BytesPerSecond = 64 << 10, ByteBurst = 512 << 10,
    };

    /// <summary>
    /// Messages that are ignored: gossip and unknown odd types. Some nodes pass on all gossip to a peer that does not ask for it, hence
    /// generous: 2000 messages and 1 MiB a second, bursts of 50,000 and 32 MiB; above it the session is closed.
    /// </summary>
    public RateLimit Ignored { get; init; } = new()
    {
        MessagesPerSecond = 2000, MessageBurst = 50_000, BytesPerSecond = 1 << 20, ByteBurst = 32 << 20,
    };

    internal IEnumerable<(string Key, RateLimit Limit)> All =>
    [
        (nameof(OnionMessages), OnionMessages), (nameof(Drops), Drops), (nameof(CustomMessages), CustomMessages), (nameof(Pings), Pings),
        (nameof(Ignored), Ignored),
    ];
}
