using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Requests;
using LightningRod.Flows.Storage;
using LightningRod.Flows.WakeUps;
using LightningRod.TestKit.Carriers;
using LightningRod.TestKit.Journals;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>A member with its engine, its relay and its clients; the network outside is played by the test.</summary>
internal sealed class MessageWorld : IAsyncDisposable
{
    internal const uint Height = 840_000;
    internal const string NodeName = "cln-1";

    private static readonly byte[] Secret = "an install secret for tests"u8.ToArray();

    private EngineHost? _host;
    private MessageFlow? _flow;
    private MemoryCarrier? _relay;
    private MemoryCarrier? _node;

    internal MessageWorld() => Journal = new(Time);

    internal ManualTimeProvider Time { get; } = new();

    internal MemoryJournal Journal { get; }

    internal ClientBook Clients { get; } = new();

    internal StepLog Steps { get; } = new();

    internal PrivateKey RelayKey { get; } = PrivateKey.FromHex(new string('7', 64));

    internal NodeId RelayId => new(RelayKey.PublicKey);

    internal FakeProvider Webhook { get; } = new("webhook");

    internal MessageOptions Options { get; set; } = new();

    internal RequestOptions Requests { get; set; } = new();

    internal EngineHost Host => _host!;

    internal MemoryCarrier Relay => _relay!;

    internal MemoryCarrier Node => _node!;

    internal static async Task<MessageWorld> StartAsync(Action<MessageWorld>? prepare = null)
    {
        var world = new MessageWorld();
        prepare?.Invoke(world);
        await world.BeginAsync();
        return world;
    }

    /// <summary>A wallet that is a client with an unannounced channel.</summary>
    internal Wallet Client(string name, Func<Client, Client>? change = null)
    {
        var wallet = Wallet(name);
        var client = new Client(wallet.Id, [NodeName]);
        Clients.Put(change?.Invoke(client) ?? client);
        return wallet;
    }

    /// <summary>A wallet, or any other node, that is no client.</summary>
    internal Wallet Wallet(string name) => new(name, RelayKey.PublicKey);

    /// <summary>The process dies; a new one finds what it wrote. Sessions and what was only in memory are gone.</summary>
    internal async Task RestartAsync()
    {
        Journal.Crash();
        await EndAsync();
        Journal.Restart();
        await BeginAsync();
    }

    internal async Task<IReply?> AskAsync(ActorId actor, ICommand command) =>
        Assert.IsType<AskResult.Replied>(await Host.Fabric.AskAsync(actor, command)).Reply;

    /// <summary>The row of a hold, or null.</summary>
    internal async Task<ViewRow?> HoldAsync(Wallet payer, PaymentId pid) =>
        await ViewAsync(HeldPaymentActor.IdOf(payer.Id, pid.Hash()));

    /// <summary>An actor's row, or null.</summary>
    internal async Task<ViewRow?> ViewAsync(ActorId id)
    {
        await foreach (var (actor, view) in Journal.ReadViewsAsync(id.Kind, id.Client, true, default))
        {
            if (actor == id) return view;
        }

        return null;
    }

    /// <summary>How many messages a mailbox keeps.</summary>
    internal async Task<int> MailOfAsync(NodeId node) =>
        await ViewAsync(MailboxActor.IdOf(node)) is { } view
            ? System.Text.Json.JsonElement.Parse(view.Details).GetProperty("messages").GetInt32()
            : 0;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        RelayKey.Dispose();
    }

    private async Task BeginAsync()
    {
        _relay = new("relay", RelayId);
        using var nodeKey = PrivateKey.FromHex(new string('8', 64));
        _node = new(NodeName, new(nodeKey.PublicKey))
        {
            Capabilities = new() { InjectsOnionMessages = true, ReportsUndeliverable = true, CustomMessages = true },
        };
        EngineHost host = null!;
        var flow = new MessageFlow(new()
        {
            Flow = new(() => new() { Fabric = host.Fabric, Journal = Journal, Clients = Clients, Steps = Steps, Time = Time }),
            RelayKey = RelayKey,
            Member = "member-1",
            InstallSecret = Secret,
            Describe = () => new(RelayId, [NetworkAddress.Parse("relay.example:9735").Value], [_node.NodeId]),
            Providers = [Webhook],
            Options = Options,
            Requests = Requests,
            WakeUps = new() { MaxTries = 3 },
        });
        host = new EngineHost(new()
        {
            Journal = Journal,
            Shards = Journal,
            Map = new ShardMap(Secret),
            Kinds = new ActorKinds().Add(new HeldPaymentActor(), new HeldPaymentCodec()).Add(new MailboxActor(new()), new MailboxCodec()),
            Handlers = flow.AddHandlers(new EffectHandlers()),
            Options = new() { Lanes = 2 },
            Time = Time,
        });
        await host.StartAsync();
        host.Heights.Raise(Height);
        await flow.StartAsync();
        flow.Read(_relay);
        flow.Read(_node);
        (_host, _flow) = (host, flow);
        await Waiting.UntilAsync(() => _relay.IsRead && _node.IsRead);
    }

    private async Task EndAsync()
    {
        if (_flow is not null) await _flow.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
    }
}
