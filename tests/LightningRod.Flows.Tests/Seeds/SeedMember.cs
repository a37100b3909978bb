using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Htlcs;
using LightningRod.Flows.Messages;
using LightningRod.Flows.Storage;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>One process of the member: everything from engine to flows, on the world's thread, journal and clock.</summary>
internal sealed class SeedMember : IAsyncDisposable
{
    private readonly ClientDirectory _directory;
    private readonly EngineHost _host;
    private readonly MessageFlow _messages;
    private readonly NodeConnector _connector;

    internal SeedMember(SeedWorld world)
    {
        FlowParts? parts = null;
        var lazy = new Lazy<FlowParts>(() => parts!);
        Relay = new("relay", world.RelayId);
        _directory = new(new(), lazy);
        _messages = new(new()
        {
            Flow = lazy,
            RelayKey = world.RelayKey,
            Member = "member-1",
            InstallSecret = SeedWorld.Secret,
            Describe = () => new(world.RelayId, [NetworkAddress.Parse("relay.example:9735").Value], [world.Id("lsp")]),
            Providers = [new FakeProvider("webhook") { Answer = world.Woken }],
        });
        var answers = new NodeAnswers();
        _host = new(new()
        {
            Journal = world.Journal,
            Shards = world.Storage,
            Map = new ShardMap(SeedWorld.Secret.Span),
            Kinds = new ActorKinds().Add(new HeldPaymentActor(), world.Codec)
                .Add(new MailboxActor(new()), new MailboxCodec()).Add(new ClientActor(), new ClientCodec()),
            Handlers = _messages.AddHandlers(new EffectHandlers().Add(NodeAnswers.Prefix, answers)),
            Options = new() { Lanes = 2 },
            Time = world.Time,
            Random = world.Random,
            Loggers = world.Alarms,
        });
        parts = new()
        {
            Fabric = _host.Fabric,
            Journal = world.Journal,
            Clients = _directory,
            Time = world.Time,
            Random = world.Random,
            Loggers = world.Alarms,
        };
        _connector = new(new()
        {
            Flow = parts,
            Node = world.Node,
            Directory = _directory,
            Epoch = _ => Task.FromResult((ulong)_host.Ownership.Owned.Values.Max()),
            RaiseHeight = _host.Heights.Raise,
            Reachable = _host.TryNow,
        });
        answers.Add(_connector);
    }

    internal MemoryCarrier Relay { get; }

    internal bool IsReady => _connector.Health is { IsOpen: true, Height: > 0 } && Relay.IsRead;

    internal async Task StartAsync()
    {
        await _host.StartAsync();
        await _directory.StartAsync();
        await _messages.StartAsync();
        _connector.Start();
        _messages.Read(Relay);
    }

    /// <summary>Gives up everything at once; the world has cut it off before.</summary>
    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await _connector.DisposeAsync();
        await _messages.DisposeAsync();
        await _directory.DisposeAsync();
        await _host.DisposeAsync();
    }
}
