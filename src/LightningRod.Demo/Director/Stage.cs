using System.Net;
using System.Threading.Channels;
using LightningRod.Demo.Members;
using LightningRod.Demo.Wallets;
using LightningRod.Simulation.Client;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Demo.Director;

/// <summary>The processes of a play and what they stand on: network, LSPs, wallets, phones' pushes.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly DemoOptions _options;
    private readonly string _folder;
    private readonly DateTimeOffset _began;
    private readonly Dictionary<string, Player> _players;
    private readonly PushService _pushes;
    private readonly LoopbackPorts _ports = new();
    private readonly Identities _identities;
    private readonly HashSet<string> _ready = [];
    private readonly SortedDictionary<int, string> _invoices = [];
    private readonly List<string> _offers = [];
    private Topology? _topology;

    internal Stage(DemoOptions options, string folder, ChannelWriter<Cue> cues, DateTimeOffset began)
    {
        (_options, _folder, _began) = (options, folder, began);
        _identities = new(options.Seed);
        _players = new[] { Cast.Network, Cast.LspA, Cast.LspB, Cast.Payer, Cast.Payee, Cast.Stranger }.ToDictionary(
            static name => name, name => new Player(name, cues, began, LogOf(name)));
        _pushes = new(_ports.Push, cues, (phone, text, signature) => Identities.Verify(_identities.RelayOf(LspOf(phone)), text, signature));
    }

    internal Player Payer => _players[Cast.Payer];

    internal Player Payee => _players[Cast.Payee];

    /// <summary>Whether network and LSPs have been up once.</summary>
    internal bool IsUp { get; private set; }

    /// <summary>Whether the payer can know whom to pay.</summary>
    internal bool PayeeIsKnown => _options.Offer ? _offers.Count > 0 : _invoices.Count >= _options.Payments * _options.Hashes;

    internal TimeSpan Now => TimeProvider.System.GetUtcNow() - _began;

    internal Player? Find(string who) => _players.GetValueOrDefault(who);

    internal string LogOf(string who) => Path.Combine(_folder, $"{who}.log");

    /// <summary>Raises the curtain: the rest follows as steps are seen.</summary>
    internal Task BuildAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _players[Cast.Network].Start("network", "--seed", _options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>Goes on with the building, and learns what wallets tell each other past the network: invoices and offers.</summary>
    internal async Task ObserveAsync(TimelineStep step, CancellationToken cancel)
    {
        switch (step)
        {
            case { Who: Cast.Network, Step: "listening" }:
                _topology = await Topology.BuildAsync(new(IPAddress.Loopback, step.Data.GetProperty("port").GetInt32()), _identities, _options, cancel);
                foreach (var lsp in Lsps) StartMember(lsp);
                break;
            case { Step: "ready" } when _players.ContainsKey(step.Who):
                _ready.Add(step.Who);
                IsUp = _ready.IsSupersetOf(Lsps);
                break;
            case { Who: Cast.Payee, Step: WalletSteps.InvoiceGiven }:
                _invoices[step.Data.GetProperty("index").GetInt32()] = step.Data.GetProperty("invoice").GetString()!;
                break;
            case { Who: Cast.Payee, Step: WalletSteps.OfferGiven }:
                _offers.Add(step.Data.GetProperty("offer").GetString()!);
                break;
        }
    }

    /// <summary>A member starts, for the first time or again.</summary>
    internal void StartMember(string lsp) => _players[lsp].Start(MemberFiles.Write(Path.Combine(_folder, lsp), lsp, _topology!, _identities, _ports, _options));

    /// <summary>A wallet comes online.</summary>
    internal void StartWallet(string who) => _players[who].Start(who == Cast.Stranger ? "stranger" : "wallet", WriteWallet(who));

    /// <summary>Blocks are found.</summary>
    /// <returns>The height; null before there is a network.</returns>
    internal async Task<uint?> MineAsync(uint blocks, CancellationToken cancel) =>
        _topology is null ? null : (await _topology.Client.SendAsync(new Mine(blocks), cancel)).Height.Value;

    /// <summary>The network's own count; null when it is gone.</summary>
    internal async Task<StatusReply?> StatusAsync(CancellationToken cancel)
    {
        try
        {
            return _topology is null ? null : await _topology.Client.SendAsync(new GetStatus(), cancel);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var who in new[] { Cast.Stranger, Cast.Payer, Cast.Payee, Cast.LspA, Cast.LspB }) await _players[who].DisposeAsync();
        if (_topology is not null) await _topology.Client.DisposeAsync();
        await _players[Cast.Network].DisposeAsync();
        await _pushes.DisposeAsync();
    }

    private IReadOnlyList<string> Lsps => _options.OneLsp ? [Cast.LspA] : [Cast.LspA, Cast.LspB];

    private string LspOf(string phone) => phone == Cast.Payee && !_options.OneLsp ? Cast.LspB : Cast.LspA;

    private string WriteWallet(string who) => WalletSettings.Write(
        Path.Combine(_folder, who), who, _topology!, _identities, _ports, _pushes.UrlOf(who), LspOf(who), [.. _invoices.Values], _offers.FirstOrDefault(), _options);
}
