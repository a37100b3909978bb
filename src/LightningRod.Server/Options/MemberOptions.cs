using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LightningRod.Flows.Clients;
using LightningRod.Relay;
using LightningRod.Server.Settings;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Server.Options;

/// <summary>All settings of a member. What their descriptions say is what operators read in the help and in docs/configuration.md.</summary>
/// <remarks>Read and checked by <see cref="MemberSettings"/>; the defaults make a member that runs on a laptop.</remarks>
public sealed class MemberOptions
{
    /// <summary>The member's name.</summary>
    [Description("The member's name, in logs and for the sessions of its clients: letters, digits, - and _.")]
    [RegularExpression("[A-Za-z0-9_-]{1,64}", ErrorMessage = "it must be 1 to 64 letters, digits, - and _")]
    public string Name { get; init; } = "member";

    /// <summary>The Lightning network.</summary>
    [Description("The network: bitcoin, testnet, testnet4, signet or regtest.")]
    [AllowedValues("bitcoin", "testnet", "testnet4", "signet", "regtest", ErrorMessage = "it must be bitcoin, testnet, testnet4, signet or regtest")]
    public string Network { get; init; } = "bitcoin";

    /// <summary>Where the journal and the files that are made stand.</summary>
    [Description("Folder of the journal and of the key files, on a local disk; made when it is missing. One member per folder.")]
    [NotEmpty]
    public string DataFolder { get; init; } = "./data";

    /// <summary>File of the node key; empty for <c>node.key</c> in the data folder.</summary>
    [Description("File of the node key: 64 hexadecimal digits, as rod keygen --out writes it; made when it is missing. Empty: node.key in the "
        + "data folder.")]
    public string NodeKeyFile { get; init; } = "";

    /// <summary>File of the install secret; empty for <c>install.secret</c> in the data folder.</summary>
    [Description("File of the install secret, 64 hexadecimal digits, which belongs to the journal; made when it is missing. Empty: "
        + "install.secret in the data folder.")]
    public string InstallSecretFile { get; init; } = "";

    /// <summary>How long a stop may take.</summary>
    [Description("How long a stop may take; what is not done by then is cut off, which loses nothing that was acknowledged.")]
    [Between("0s", "5m")]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Addresses of other relays, as <c>nodeid@host:port</c>.</summary>
    [Description("Other relays and where to dial them, as NODEID@HOST:PORT.")]
    [PeerAddress]
    public IReadOnlyList<string> KnownPeers { get; init; } = [];

    /// <summary>The channel nodes.</summary>
    [Description("The channel nodes.")]
    public IReadOnlyList<ChannelNodeSettings> Nodes { get; init; } = [];

    /// <summary>The relay.</summary>
    public RelaySettings Relay { get; init; } = new();

    /// <summary>Who is a client.</summary>
    public AdmissionSettings Admission { get; init; } = new();

    /// <summary>What a client may ask to be held.</summary>
    public HoldSettings Holds { get; init; } = new();

    /// <summary>What a mailbox keeps.</summary>
    public MailSettings Mail { get; init; } = new();

    /// <summary>The wake-ups.</summary>
    public WakeUpSettings WakeUps { get; init; } = new();

    /// <summary>The engine.</summary>
    public EngineSettings Engine { get; init; } = new();

    /// <summary>The journal.</summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary>The admin endpoints.</summary>
    public AdminSettings Admin { get; init; } = new();

    /// <summary>The log.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>Where the node key is, as a full path.</summary>
    public string NodeKeyPath => PathOf(NodeKeyFile, "node.key");

    /// <summary>Where the install secret is, as a full path.</summary>
    public string InstallSecretPath => PathOf(InstallSecretFile, "install.secret");

    /// <summary>Where the tokens of the admin endpoints are, as a full path.</summary>
    public string AdminTokenPath => PathOf(Admin.TokenFile, "admin.token");

    /// <summary>The same as the directory's options.</summary>
    public ClientDirectoryOptions DirectoryOptions => new()
    {
        Admission = Admission.Mode == AdmissionMode.Open ? Flows.Clients.Admission.Open : Flows.Clients.Admission.Channels,
        Invited = [.. Admission.Invited.Select(NodeId.FromHex)],
        Holds = Holds.Limits,
        Mail = Mail.Limits,
    };

    /// <summary>The same as the relay's options.</summary>
    public RelayOptions RelayOptions => new()
    {
        Listen = [.. Relay.EndPoints.Select(static place => place.ToString())],
        Addresses = [.. Relay.Announce],
        Peers = [.. KnownPeers],
        AllowPrivateAddresses = Relay.DialPrivateAddresses,
        // The relay knows no testnet4.
        Chain = Network == "testnet4" ? null : Network,
    };

    /// <summary>Where other relays are, by node.</summary>
    public IReadOnlyDictionary<NodeId, ValueList<NetworkAddress>> KnownAddresses => KnownPeers
        .Select(static text => PeerAddress.TryParse(text, out var peer) ? peer : throw new InvalidOperationException("Checked before."))
        .GroupBy(static peer => peer.Node)
        .ToDictionary(static peers => peers.Key, static peers => (ValueList<NetworkAddress>)[.. peers.Select(static peer => peer.Address)]);

    private string PathOf(string file, string name) => Path.GetFullPath(file.Length > 0 ? file : Path.Combine(DataFolder, name));
}
