using LightningRod.Flows.Requests;
using LightningRod.Flows.WakeUps;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Flows.Messages;

/// <summary>What the ways of messages are made of.</summary>
public sealed record MessageFlowParts
{
    /// <summary>What every way uses; asked for when the engine runs.</summary>
    public required Lazy<FlowParts> Flow { get; init; }

    /// <summary>The relay's node key; it stays the caller's to dispose.</summary>
    public required PrivateKey RelayKey { get; init; }

    /// <summary>This member's name, without a slash: part of the destinations of its sessions.</summary>
    public required string Member { get; init; }

    /// <summary>The install secret, at least 16 bytes: tokens of devices are encrypted under it.</summary>
    public required ReadOnlyMemory<byte> InstallSecret { get; init; }

    /// <summary>What <c>rod.get_info</c> says of this LSP; asked at each request.</summary>
    public required Func<LspDescription> Describe { get; init; }

    /// <summary>Who wakes phones, one for each kind.</summary>
    public IReadOnlyList<IWakeUpProvider> Providers { get; init; } = [];

    /// <summary>Bounds of messages and links.</summary>
    public MessageOptions Options { get; init; } = new();

    /// <summary>Bounds of LSPS0 requests.</summary>
    public RequestOptions Requests { get; init; } = new();

    /// <summary>Bounds of wake-ups.</summary>
    public WakeUpOptions WakeUps { get; init; } = new();

    /// <summary>The member alone: keys and secrets belong in no log.</summary>
    public override string ToString() => $"messages of {Member}";
}
