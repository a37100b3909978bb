using System.ComponentModel.DataAnnotations;
using LightningRod.Peering.Limits;
using LightningRod.Wire.Messages;

namespace LightningRod.Peering;

/// <summary>Time-outs and bounds of a <see cref="PeerNode"/>.</summary>
public sealed class PeeringOptions : IValidatableObject
{
    /// <summary>How long a handshake may take, from the connection to its last act. 10 seconds.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the exchange of <c>init</c> may take after the handshake. 10 seconds.</summary>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two pings; a peer is dead after two of them in vain. 25 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the resolution of a name and all attempts to connect may take together. 15 seconds.</summary>
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a closing session may take to send what is queued and to see the peer's end. 5 seconds.</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most sessions at a time. 20,000.</summary>
    public int MaxSessions { get; set; } = 20_000;

    /// <summary>Most incoming handshakes in progress, <c>init</c> included. 512.</summary>
    public int MaxHandshakes { get; set; } = 512;

    /// <summary>Most incoming handshakes in progress from one IPv4 address or one IPv6 network of 64 bits. 32.</summary>
    public int MaxHandshakesPerAddress { get; set; } = 32;

    /// <summary>Most dials in progress. 128.</summary>
    public int MaxDials { get; set; } = 128;

    /// <summary>Most messages that wait to be sent on one session. 256.</summary>
    public int SendQueueMessages { get; set; } = 256;

    /// <summary>Most bytes that wait to be sent on one session; at least the longest message. 1 MiB.</summary>
    public int SendQueueBytes { get; set; } = 1 << 20;

    /// <summary>Most pings of <see cref="PeerSession.PingAsync"/> that wait for their pong on one session. 64.</summary>
    public int MaxPingsInFlight { get; set; } = 64;

    /// <summary>What a peer may send.</summary>
    public PeerRates Rates { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Key, TimeSpan Value)[] times =
        [
            (nameof(HandshakeTimeout), HandshakeTimeout), (nameof(InitTimeout), InitTimeout), (nameof(PingInterval), PingInterval),
            (nameof(DialTimeout), DialTimeout), (nameof(FlushTimeout), FlushTimeout),
        ];
        foreach (var (key, value) in times)
        {
            if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromHours(1)) yield return Wrong(key, "is from 0.1 seconds to 1 hour");
        }

        (string Key, int Value)[] counts =
        [
            (nameof(MaxSessions), MaxSessions), (nameof(MaxHandshakes), MaxHandshakes), (nameof(MaxHandshakesPerAddress), MaxHandshakesPerAddress),
            (nameof(MaxDials), MaxDials), (nameof(SendQueueMessages), SendQueueMessages), (nameof(MaxPingsInFlight), MaxPingsInFlight),
        ];
        foreach (var (key, value) in counts)
        {
            if (value < 1) yield return Wrong(key, "is at least 1");
        }

        if (SendQueueBytes < PeerMessage.MaxLength) yield return Wrong(nameof(SendQueueBytes), $"has room for a message of {PeerMessage.MaxLength} bytes");
        foreach (var (key, limit) in Rates.All)
        {
            if (limit.Fault is { } fault) yield return Wrong($"{nameof(Rates)}.{key}", fault);
        }
    }

    /// <summary>Throws for the first setting that is wrong.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    internal void Check()
    {
        // The context is not used, and making one would ask for reflection.
        foreach (var wrong in Validate(null!)) throw new ArgumentException(wrong.ErrorMessage);
    }

    private static ValidationResult Wrong(string key, string rule) => new($"{key} {rule}.", [key]);
}
