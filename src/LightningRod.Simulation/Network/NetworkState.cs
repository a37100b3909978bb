using System.Security.Cryptography;
using System.Text;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>All that there is, and who hears of it.</summary>
internal sealed class NetworkState(ulong seed, INetworkObserver observer)
{
    private long _lastStream;

    internal Dictionary<string, SimNode> Nodes { get; } = [];

    internal Dictionary<ChannelId, SimChannel> Channels { get; } = [];

    internal BlockHeight Height { get; set; } = new(NetworkSettings.FirstHeight);

    internal Msat ChainFees { get; set; }

    internal NetworkSettings Settings { get; init; } = new();

    /// <summary>Channels that were touched since the invariants were last checked.</summary>
    internal HashSet<SimChannel> Touched { get; } = [];

    /// <summary>HTLCs by the sender's own names.</summary>
    internal Dictionary<(string Sender, string Reference), SimHtlc> References { get; } = [];

    internal long NextStream() => ++_lastStream;

    /// <summary>32 bytes that depend on the seed and a name alone.</summary>
    internal Bytes32 Derive(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{name}")));

    internal void Tell(SimNode node, NodeReport report)
    {
        if (node.Stream is { } stream) observer.OnReport(stream, report);
    }

    internal void TellWallet(SimNode node, WalletReport report) => observer.OnWalletReport(node.Name, report);

    internal void Log(string step, SimNode who, SimHtlc? htlc = null, string? detail = null) =>
        observer.OnStep(new SimulationStep(
            Height, step, who.Name, htlc?.Channel.Id, htlc?.Id,
                htlc?.Hash, htlc?.Amount, htlc is null ? null : htlc.Channel.Other(who).Name, detail));
}
