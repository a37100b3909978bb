using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Journal;
using LightningRod.Engine.Tests.Support;
using LightningRod.Flows.Storage;
using LightningRod.Flows.Tests.Messages.Support;
using LightningRod.Flows.Tests.Support;
using LightningRod.Ports.Channels;
using LightningRod.Ports.WakeUps;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.TestKit.Histories;
using LightningRod.TestKit.Journals;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>
/// payer - lsp - payee by unannounced channels, stranger - lsp - hub by announced ones, a relay, and the member between them: all on one thread, by one
/// clock, in an order that a seed decides. What nodes, wallets and storage see is the history.
/// </summary>
internal sealed class SeedWorld
{
    internal const uint Start = NetworkSettings.FirstHeight;
    private const int MostTurns = 4000;

    private readonly OneThread _loop;
    private readonly int _slowness;
    private bool _isDead = true;

    internal SeedWorld(int seed)
    {
        Random = new(seed);
        _loop = new(seed);
        _slowness = Random.Next(3) * 15;
        Kind = Random.Next(2) == 0 ? NodeKind.Lnd : NodeKind.CoreLightning;
        Network = new((ulong)seed) { Seen = See };
        foreach (var wallet in new[] { "payer", "payee", "stranger", "hub" }) Network.Do(new AddNode(wallet, NodeKind.Wallet));
        Network.Do(new AddNode("lsp", Kind));
        In = Open("in", "payer", announced: false);
        Out = Open("out", "payee", announced: false);
        Foreign = Open("foreign", "stranger", announced: true);
        Far = Open("far", "hub", announced: true);
        Node = new(Network, "lsp") { Told = Told };
        Storage = new(Time) { FaultOf = (_, _) => NextFault() };
        Journal = new(Storage, History, Read);
        Payer = new(this, "payer", Wallet.KeyOf($"{(ulong)seed}:node payer"));
        Payee = new(this, "payee", Wallet.KeyOf($"{(ulong)seed}:node payee"));
    }

    internal static ReadOnlyMemory<byte> Secret { get; } = "an install secret for tests"u8.ToArray();

    internal Random Random { get; }

    internal NodeKind Kind { get; }

    internal ManualTimeProvider Time { get; } = new();

    internal History History { get; } = new();

    internal Alarms Alarms { get; } = new();

    internal HeldPaymentCodec Codec { get; } = new();

    internal LightningNetwork Network { get; }

    internal InProcessNode Node { get; }

    internal MemoryJournal Storage { get; }

    internal RecordingJournal Journal { get; }

    internal PrivateKey RelayKey { get; } = PrivateKey.FromHex(new string('7', 64));

    internal NodeId RelayId => new(RelayKey.PublicKey);

    internal ChannelReply In { get; }

    internal ChannelReply Out { get; }

    internal ChannelReply Foreign { get; }

    internal ChannelReply Far { get; }

    internal SeedWallet Payer { get; }

    internal SeedWallet Payee { get; }

    internal IEnumerable<SeedWallet> Wallets => [Payer, Payee];

    internal SeedMember? Member { get; private set; }

    /// <summary>Whether the member runs and can be talked to.</summary>
    internal bool IsUp => !_isDead && !Storage.HasCrashed && Member is { IsReady: true };

    /// <summary>What goes wrong with the next appends.</summary>
    internal Func<AppendFault> Fault { get; set; } = static () => AppendFault.None;

    internal BlockHeight Height => Network.Do(new GetStatus()).Height;

    internal NodeId Id(string node) => Network.Do(new GetNode(node)).NodeId;

    internal void Begin()
    {
        Node.IsCut = _isDead = false;
        Member = new(this);
        History.Note("the member starts");
        try
        {
            Await(Member.StartAsync);
        }
        catch (JournalUnavailableException) when (Storage.HasCrashed)
        {
            return;
        }

        Until(() => IsUp || Storage.HasCrashed, "the member is ready");
    }

    /// <summary>The process dies: nothing that it does from now on reaches journal, node or wallets.</summary>
    internal void Kill()
    {
        History.Note("the member is killed");
        Die();
        Storage.Crash();
        if (Member is { } member) Await(() => member.DisposeAsync().AsTask());
        Member = null;
        // What was on its way to the storage is lost, and does not happen to the next process.
        Turns(3);
        Storage.Restart();
    }

    internal void Restart()
    {
        Kill();
        Begin();
    }

    /// <summary>Everything that is ready runs, then the clock goes on, and wallets do what they can.</summary>
    internal void Turn(int milliseconds = 25)
    {
        _loop.Do(() => Time.Advance(TimeSpan.FromMilliseconds(milliseconds)));
        foreach (var wallet in Wallets) _loop.Do(wallet.Turn);
    }

    internal void Turns(int count, int milliseconds = 25)
    {
        for (var i = 0; i < count; i++) Turn(milliseconds);
    }

    internal void Do(Action work) => _loop.Do(work);

    internal void Mine(uint blocks)
    {
        for (var i = 0; i < blocks; i++) Do(() => Network.Do(new Mine()));
        History.Add(new HeightSeen(Height));
    }

    internal void Reorganise(uint depth)
    {
        Do(() => Network.Do(new Reorg(depth)));
        History.Add(new HeightSeen(Height));
    }

    internal WakeUpOutcome Woken(WakeUp wakeUp)
    {
        History.Add(new WakeUpSeen(wakeUp.Client, wakeUp.Reason.ToString()));
        return new WakeUpOutcome.Delivered();
    }

    /// <summary>Work of the member that ends by itself, if need be after a while.</summary>
    internal void Await(Func<Task> work)
    {
        Task? task = null;
        Do(() => task = work());
        Until(() => task!.IsCompleted, "it ends");
        task!.GetAwaiter().GetResult();
    }

    private void Until(Func<bool> condition, string what)
    {
        for (var turns = 0; !condition(); turns++)
        {
            if (turns == MostTurns) throw new InvalidOperationException($"It never came about that {what}.");
            Turn(turns < 100 ? 25 : 500);
        }
    }

    private void Die()
    {
        _isDead = Node.IsCut = true;
        foreach (var wallet in Wallets) wallet.Session?.Disconnect();
    }

    private AppendFault NextFault()
    {
        var fault = Fault();
        if (fault.IsCrash)
        {
            History.Note("the member dies in an append");
            Die();
        }

        return fault with { Delay = TimeSpan.FromMilliseconds(Random.Next(_slowness + 1)) };
    }

    private ChannelReply Open(string name, string peer, bool announced) =>
        Network.Do(new OpenChannel(name, "lsp", peer, Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)) { Announced = announced });

    private void Told(DesiredAnswer told)
    {
        History.Add(new AnswerTaken(told.Key, Height, told.Answer, told.Epoch));
        if (told.Answer is HtlcAnswer.Resume && Network.Do(new FindHtlc(told.Key)).State != HtlcState.Failed)
            History.Add(new ForwardSeen(told.Key, Height));
    }

    private void See(object seen)
    {
        switch (seen)
        {
            case HtlcOffered { Offer: var offer }:
                History.Add(new OfferSeen(offer.Key, Height, offer.PaymentHash, offer.IncomingPeer, offer.Key.Channel == In.Channel)
                {
                    MayFailUndecidedFrom = offer.OutgoingExpiry - Node.Capabilities.ForwardDelta - FailBack.OutgoingMargin,
                });
                break;
            case SimulationStep { Who: "lsp", Channel: { } channel, HtlcId: { } id, Step: "htlc_settled" or "htlc_failed" or "end_pending" } step:
                History.Add(new EndSeen(new("lsp", channel, id), step.Height, step.Step));
                break;
            case SimulationStep { Step: "online" or "offline" or "force_closed" or "stream_opened" or "stream_lost" or "forward_refused" } step:
                History.Note($"{step.Who}: {step.Step} {step.Detail}");
                break;
        }
    }

    private StoredEntry? Read(ActorId actor, StoredMessage message)
    {
        if (actor.Kind != HeldPaymentActor.KindName) return null;
        return Codec.Decode(message) switch
        {
            PartHeld held => new VerdictStored(actor, KeyOf(held.Htlc.Key), HtlcVerdict.Held, held.FailBackHeight),
            PartRefused refused => new VerdictStored(actor, KeyOf(refused.Htlc.Key), HtlcVerdict.Fail),
            PartReleaseDecided released => new VerdictStored(actor, KeyOf(released.Part), HtlcVerdict.Release),
            PartFailDecided failed => new VerdictStored(actor, KeyOf(failed.Part), HtlcVerdict.Fail),
            HoldEnded => new HoldEndStored(actor),
            _ => null,
        };

        static HtlcKey KeyOf(PartKey part) => new(part.Node, part.Channel, part.HtlcId);
    }
}
