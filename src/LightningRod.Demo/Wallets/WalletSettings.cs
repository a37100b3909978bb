using System.Text.Json;
using LightningRod.Demo.Director;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Wallets;

/// <summary>What a wallet of the demo is told by the director: its keys and channels, and what its user wants. A file of JSON.</summary>
internal sealed record WalletSettings
{
    /// <summary>One of <see cref="Cast"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder: the store.</summary>
    public required string Folder { get; init; }

    /// <summary>Its key, hexadecimal.</summary>
    public required string Key { get; init; }

    /// <summary>Port of the simulated network.</summary>
    public required int NetworkPort { get; init; }

    /// <summary>Its LSP's relay.</summary>
    public required NodeId Relay { get; init; }

    /// <summary>Where that listens.</summary>
    public required int RelayPort { get; init; }

    /// <summary>The relay that reaches the payee.</summary>
    public required NodeId PayeeRelay { get; init; }

    /// <summary>Where that listens.</summary>
    public required int PayeeRelayPort { get; init; }

    /// <summary>The payer, whom a stranger troubles.</summary>
    public required NodeId Payer { get; init; }

    /// <summary>Its LSP's channel node.</summary>
    public required NodeId PeerId { get; init; }

    /// <summary>What that asks for a forward.</summary>
    public required NodePolicy PeerPolicy { get; init; }

    /// <summary>Its channel.</summary>
    public required ChannelId OwnChannel { get; init; }

    /// <summary>A number by which onions name it.</summary>
    public required ShortChannelId ScidOfOwnChannel { get; init; }

    /// <summary>The other LSP's channel node.</summary>
    public required NodeId FarNodeId { get; init; }

    /// <summary>The channel to that; null when there is one LSP.</summary>
    public ShortChannelId? ScidOfMiddle { get; init; }

    /// <summary>Where its phone takes pushes.</summary>
    public required string PushUrl { get; init; }

    /// <summary>The payer's: the invoices that it was given, those of one payment one after the other.</summary>
    public IReadOnlyList<string> Invoices { get; init; } = [];

    /// <summary>The payer's: the offer that it was given.</summary>
    public string? Offer { get; init; }

    /// <summary>Payments that the payee expects.</summary>
    public required int Payments { get; init; }

    /// <summary>Payment hashes of each.</summary>
    public required int Hashes { get; init; }

    /// <summary>Whether the payee makes an offer instead of invoices.</summary>
    public required bool UsesOffer { get; init; }

    /// <summary>The payer's: whether the payment id travels in the message.</summary>
    public required bool Literal { get; init; }

    /// <summary>The payer's: whether the payee is told before the HTLCs are sent.</summary>
    public required bool Early { get; init; }

    /// <summary>The payer's: whether it cancels when all is held.</summary>
    public required bool Cancel { get; init; }

    /// <summary>Writes a wallet's file.</summary>
    /// <returns>Its path.</returns>
    internal static string Write(
        string folder, string name, Topology topology, Identities identities, LoopbackPorts ports, string pushUrl, string lsp,
        IReadOnlyList<string> invoices, string? offer, DemoOptions options)
    {
        Directory.CreateDirectory(folder);
        var isPayer = name != Cast.Payee;
        var (own, near, far) = isPayer ? (topology.PayerChannel, topology.LspA, topology.LspB) : (topology.PayeeChannel, topology.LspB, topology.LspA);
        var payeeLsp = options.OneLsp ? Cast.LspA : Cast.LspB;
        var settings = new WalletSettings
        {
            Name = name,
            Folder = folder,
            Key = Convert.ToHexStringLower(identities.WalletKeyOf(name)),
            NetworkPort = topology.EndPoint.Port,
            Relay = identities.RelayOf(lsp),
            RelayPort = ports.RelayOf(lsp),
            PayeeRelay = identities.RelayOf(payeeLsp),
            PayeeRelayPort = ports.RelayOf(payeeLsp),
            Payer = identities.WalletOf(Cast.Payer),
            PeerId = near.NodeId,
            PeerPolicy = near.Policy,
            OwnChannel = own.Channel,
            ScidOfOwnChannel = own.Scid,
            FarNodeId = far.NodeId,
            ScidOfMiddle = topology.MiddleChannel?.Scid,
            PushUrl = pushUrl,
            Invoices = isPayer ? invoices : [],
            Offer = isPayer ? offer : null,
            Payments = options.Payments,
            Hashes = options.Hashes,
            UsesOffer = options.Offer,
            Literal = options.Literal,
            Early = options.EarlyTrigger,
            Cancel = options.Cancel,
        };
        var path = Path.Combine(folder, "wallet.json");
        File.WriteAllText(path, JsonSerializer.Serialize(settings, SimulationJson.Options));
        return path;
    }

    /// <summary>Reads a wallet's file.</summary>
    internal static WalletSettings Read(string path) => JsonSerializer.Deserialize<WalletSettings>(File.ReadAllText(path), SimulationJson.Options)!;
}
