using LightningRod.Actors.Clients;
using LightningRod.Actors.HeldPayment;
using LightningRod.Actors.Mailbox;
using LightningRod.Engine;
using LightningRod.Engine.Effects;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Kinds;
using LightningRod.Engine.Shards;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Htlcs;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Storage;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Journals;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Rod;

namespace LightningRod.Flows.Tests.Support;

/// <summary>
/// payer - lsp - payee by unannounced channels, stranger - lsp - hub by announced ones; and an LSP that can be killed: real actors and engine, a
/// journal in memory, a connector.
/// </summary>
internal sealed class House : IAsyncDisposable, IStepObserver
{
    internal const uint Start = NetworkSettings.FirstHeight;
    internal const uint Expiry = Start + 200;
    internal const uint Window = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Step> _steps = [];
    private int _onions;
    private ClientDirectory? _directory;
    private EngineHost? _host;
    private NodeConnector? _connector;

    internal House(NodeKind kind = NodeKind.CoreLightning, ulong seed = 1)
    {
        Network = new(seed);
        foreach (var wallet in new[] { "payer", "payee", "stranger" }) Network.Do(new AddNode(wallet, NodeKind.Wallet));
        Network.Do(new AddNode("lsp", kind));
        Network.Do(new AddNode("hub", NodeKind.Wallet));
        In = Open("in", "payer", announced: false);
        Out = Open("out", "payee", announced: false);
        Foreign = Open("foreign", "stranger", announced: true);
        Far = Open("far", "hub", announced: true);
        Node = new(Network, "lsp") { Told = Told };
        Journal = new(Time) { FaultOf = (number, _) => Fault(number) };
    }

    internal ManualTimeProvider Time { get; } = new();

    internal MemoryJournal Journal { get; }

    internal LightningNetwork Network { get; }

    internal InProcessNode Node { get; init; }

    internal ChannelReply In { get; }

    internal ChannelReply Out { get; }

    internal ChannelReply Foreign { get; }

    internal ChannelReply Far { get; }

    internal Func<int, AppendFault> Fault { get; set; } = static _ => AppendFault.None;

    internal NodeConnectorOptions Options { get; init; } = new();

    internal ClientDirectoryOptions Clients { get; init; } = new();

    internal ClientDirectory Directory => _directory ?? throw new InvalidOperationException("Nothing runs.");

    internal EngineHost Host => _host ?? throw new InvalidOperationException("Nothing runs.");

    internal NodeConnector Connector => _connector ?? throw new InvalidOperationException("Nothing runs.");

    /// <summary>Answers that reached the node, with the height at which they did.</summary>
    internal List<(DesiredAnswer Answer, uint Height)> Answers { get; } = [];

    internal Action<DesiredAnswer> OnTold { get; set; } = static _ => { };

    internal uint Height => Network.Do(new GetStatus()).Height.Value;

    internal static PaymentId Pid { get; } = new(Bytes32.Sha256("pid"u8));

    internal ActorId Hold => HeldPaymentActor.IdOf(Id("payer"), Pid.Hash());

    internal List<string> Steps
    {
        get
        {
            lock (_steps) return [.. _steps.Select(step => step.Name)];
        }
    }

    void IStepObserver.OnStep(Step step)
    {
        lock (_steps) _steps.Add(step);
    }

    /// <summary>A process begins on what the last one left.</summary>
    internal async Task<House> StartAsync()
    {
        FlowParts? parts = null;
        var lazy = new Lazy<FlowParts>(() => parts!);
        _directory = new(Clients, lazy);
        var answers = new NodeAnswers();
        _host = new(new()
        {
            Journal = Journal,
            Shards = Journal,
            Map = new ShardMap("a secret for tests"u8),
            Kinds = new ActorKinds().Add(new HeldPaymentActor(), new HeldPaymentCodec())
                .Add(new MailboxActor(new()), new MailboxCodec()).Add(new ClientActor(), new ClientCodec()),
            Handlers = new EffectHandlers().Add(NodeAnswers.Prefix, answers),
            Options = new() { Lanes = 2 },
            Time = Time,
        });
        parts = new() { Fabric = _host.Fabric, Journal = Journal, Clients = Directory, Steps = this, Time = Time };
        await _host.StartAsync();
        await Directory.StartAsync();
        Node.IsCut = false;
        _connector = new(new()
        {
            Flow = parts,
            Node = Node,
            Directory = Directory,
            Epoch = _ => Task.FromResult((ulong)_host.Ownership.Owned.Values.Max()),
            RaiseHeight = _host.Heights.Raise,
            Reachable = _host.TryNow,
            Options = Options,
        });
        answers.Add(_connector);
        _connector.Start();
        await UntilAsync(() => Connector.Health is { IsOpen: true, Height: > 0 });
        return this;
    }

    /// <summary>The process dies: nothing that it does from now on reaches journal or node.</summary>
    internal async Task KillAsync()
    {
        Journal.Crash();
        Node.IsCut = true;
        if (_connector is not null) await _connector.DisposeAsync();
        if (_directory is not null) await _directory.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        (_connector, _directory, _host) = (null, null, null);
        Journal.Restart();
    }

    internal async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>The node's stream ends, as when its process is started again.</summary>
    internal void LoseStream() => Network.Do(new StopIntercepting(Network.LastStream));

    /// <summary>Waits until something is so; the clock goes on meanwhile.</summary>
    internal async Task UntilAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            var isTime = TimeProvider.System.GetElapsedTime(began) < Patience;
            Assert.True(isTime, $"It never came. Steps: {string.Join(", ", Steps)}; {_connector?.Health}");
            await TurnAsync();
        }
    }

    /// <summary>Gives everything a while: for what must not happen.</summary>
    internal async Task SettleAsync(int turns = 60)
    {
        for (var i = 0; i < turns; i++) await TurnAsync();
    }

    internal NodeId Id(string node) => Network.Do(new GetNode(node)).NodeId;

    internal async Task<IReply?> AskAsync(ActorId actor, ICommand command)
    {
        var asked = Host.Fabric.AskAsync(actor, command);
        await UntilAsync(() => asked.IsCompleted);
        return Assert.IsType<AskResult.Replied>(await asked).Reply;
    }

    internal async Task RequestAsync(Msat? most = null, params Piece[] parts)
    {
        var hashes = PaymentHashList.Of(parts.Select(part => part.Hash).Distinct());
        var answered = await AskAsync(Hold, new RequestHold(hashes, new(Expiry), most ?? Msat.FromSatoshis(100_000), HoldLimits.Default));
        Assert.NotNull(Assert.IsType<HoldAnswered>(answered).Ack.Accepted);
    }

    internal Task TriggerAsync() => AskAsync(Hold, new ShowPaymentId(Pid));

    /// <summary>A part that is not sent yet; parts with one number have one payment hash.</summary>
    internal static Piece Part(int number, ulong satoshis = 1000)
    {
        var preimage = new PaymentPreimage(Bytes32.Sha256([1, (byte)number]));
        return new(preimage, PaymentHash.Of(preimage), satoshis);
    }

    internal HtlcKey Send(Piece part, string from = "payer")
    {
        var amount = Msat.FromSatoshis(part.Satoshis);
        Assert.True(PrivateKey.TryCreate(Bytes32.Sha256(BitConverter.GetBytes(++_onions)).Span, out var session));
        var (incoming, outgoing, to) = from == "payer" ? (In, Out, "payee") : (Foreign, Far, "hub");
        using (session)
        using (var route = PaymentRoute.Create(
            [new(Key("lsp"), outgoing.Scid, new()), new(Key(to), null, null)],
            amount,
            new(Height + Window),
            part.Hash,
            new(new PaymentSecret(part.Hash.Value), amount),
            session))
        {
            var sent = Network.Do(new SendHtlc(from, incoming.Channel, route.Amount, route.Expiry, part.Hash, route.Onion));
            Assert.Null(sent.Refusal);
            return new("lsp", incoming.Channel, sent.HtlcId!.Value);
        }
    }

    internal int Arrived(Piece part, string at = "payee") =>
        Network.Do(new ListHtlcs(at, part.Hash)).Count(row => row is { Pending: true, Stage: "Arrived", End: null });

    internal void Claim(Piece part, string at = "payee")
    {
        foreach (var row in Network.Do(new ListHtlcs(at, part.Hash)).Where(row => row is { Pending: true, Stage: "Arrived", End: null }))
            Network.Do(new ClaimHtlc(at, row.Channel, row.HtlcId, part.Preimage));
    }

    internal HtlcState StateOf(HtlcKey key) => Network.Do(new FindHtlc(key)).State;

    internal bool IsSettled(HtlcKey key) => StateOf(key) == HtlcState.Settled;

    internal void Online(string wallet, bool online) => Network.Do(new SetOnline(wallet, online));

    internal void Mine(uint blocks = 1) => Network.Do(new Mine(blocks));

    /// <summary>Everything that is stored of an actor.</summary>
    internal List<IEvent> Stored(ActorId actor)
    {
        var codec = actor.Kind switch
        {
            HeldPaymentActor.KindName => (Engine.Journal.IMessageCodec)new HeldPaymentCodec(),
            MailboxActor.KindName => new MailboxCodec(),
            _ => new ClientCodec(),
        };
        var events = Journal.ReadEventsAsync(actor, CancellationToken.None).ToBlockingEnumerable();
        return [.. events.Select(stored => (IEvent)codec.Decode(stored.Message))];
    }

    internal Hold State() => Stored(Hold).Aggregate(new HeldPaymentActor().Initial(Hold), new HeldPaymentActor().Apply);

    internal PartStatus? Status(HtlcKey key) => State().Find(new(key.Node, key.Channel, key.HtlcId))?.Status;

    internal Task UntilAsync(HtlcKey key, PartStatus status) => UntilAsync(() => Status(key) == status);

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task TurnAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        Time.Advance(TimeSpan.FromMilliseconds(25));
    }

    private PublicKey Key(string node) => Id(node).ToPublicKey(out var key) ? key : throw new InvalidOperationException();

    private ChannelReply Open(string name, string peer, bool announced) =>
        Network.Do(new OpenChannel(name, "lsp", peer, Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)) { Announced = announced });

    private void Told(DesiredAnswer answer)
    {
        Answers.Add((answer, Height));
        OnTold(answer);
    }
}

/// <summary>A part of a payment, sent or not.</summary>
internal sealed record Piece(PaymentPreimage Preimage, PaymentHash Hash, ulong Satoshis);
