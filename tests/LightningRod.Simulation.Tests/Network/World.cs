using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Tests.Network;

/// <summary>payer - lsp - hub - payee, with a recorder for all that is told.</summary>
internal sealed class World : INetworkObserver
{
    internal const string Payer = "payer", Lsp = "lsp", Hub = "hub", Payee = "payee";
    private int _payments;

    internal World(NodeKind lsp = NodeKind.Lnd, NodeBehaviour? behaviour = null, int slots = 483, ulong seed = 1, NetworkSettings? settings = null)
    {
        Network = new SimulatedNetwork(seed, this, settings);
        Do(new AddNode(Payer, NodeKind.Wallet));
        Do(new AddNode(Lsp, lsp) { Behaviour = behaviour });
        Do(new AddNode(Hub, NodeKind.Router));
        Do(new AddNode(Payee, NodeKind.Wallet));
        In = Do(new OpenChannel("in", Lsp, Payer, Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)) { Slots = slots });
        Middle = Do(new OpenChannel("middle", Lsp, Hub, Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)) { Announced = true });
        Out = Do(new OpenChannel("out", Hub, Payee, Msat.FromSatoshis(1_000_000), Msat.FromSatoshis(500_000)));
    }

    internal SimulatedNetwork Network { get; }

    internal ChannelReply In { get; }

    internal ChannelReply Middle { get; }

    internal ChannelReply Out { get; }

    internal List<NodeReport> Reports { get; } = [];

    internal List<(string Wallet, WalletReport Report)> WalletReports { get; } = [];

    internal List<SimulationStep> Steps { get; } = [];

    internal long Stream { get; private set; }

    internal BlockHeight Height => Do(new GetStatus()).Height;

    internal IEnumerable<HtlcOffer> Offers => Reports.OfType<HtlcOffered>().Select(report => report.Offer);

    internal TReply Do<TReply>(Request<TReply> request) => Network.Execute(request);

    internal StreamReply Open(ulong epoch = 1)
    {
        var reply = Do(new StartIntercepting(Lsp, epoch));
        if (reply.Stream is { } stream)
        {
            Stream = stream;
            Network.Replay(stream);
        }

        return reply;
    }

    internal AnswerOutcome Answer(HtlcKey key, HtlcAnswer answer, ulong epoch = 1, BlockHeight? notAfter = null) =>
        Do(new GiveAnswer(Stream, new DesiredAnswer(key, answer, notAfter, epoch))).Outcome;

    internal PublicKey Key(string node) => Do(new GetNode(node)).NodeId.ToPublicKey(out var key) ? key : throw new InvalidOperationException();

    internal RouteHop[] Route() =>
    [
        new(Key(Lsp), Middle.Scid, new NodePolicy()),
        new(Key(Hub), Out.Scid, new NodePolicy()),
        new(Key(Payee), null, null),
    ];

    internal Payment Pay(ulong satoshis = 1000, uint window = 144, PaymentPreimage? preimage = null, ulong? total = null, IReadOnlyList<RouteHop>? route = null)
    {
        var number = ++_payments;
        var secret = preimage ?? new PaymentPreimage(Bytes32.Sha256([1, (byte)number, (byte)(number >> 8)]));
        var hash = PaymentHash.Of(secret);
        Assert.True(PrivateKey.TryCreate(Bytes32.Sha256([2, (byte)number, (byte)(number >> 8)]).Span, out var session));
        var amount = Msat.FromSatoshis(satoshis);
        var data = new PaymentData(new PaymentSecret(hash.Value), total is { } sum ? Msat.FromSatoshis(sum) : amount);
        var part = PaymentRoute.Create(route ?? Route(), amount, Height + window, hash, data, session);
        var reply = Do(new SendHtlc(Payer, In.Channel, part.Amount, part.Expiry, hash, part.Onion));
        return new(part, secret, hash, reply.HtlcId, reply.Refusal, new HtlcKey(Lsp, In.Channel, reply.HtlcId.GetValueOrDefault()));
    }

    internal HtlcArrived? Arrived(PaymentHash hash) =>
        WalletReports.Select(row => row.Report).OfType<HtlcArrived>().LastOrDefault(htlc => htlc.Hash == hash);

    internal SentHtlcEnded? Ended(ulong htlcId) =>
        WalletReports.Where(row => row.Wallet == Payer).Select(row => row.Report).OfType<SentHtlcEnded>().SingleOrDefault(end => end.HtlcId == htlcId);

    internal FailureMessage Failure(Payment payment)
    {
        var failed = Assert.IsType<HtlcEnd.Failed>(Ended(payment.Id!.Value)!.End);
        return FailurePacket.Open(payment.Part.Secrets, failed.Packet).Value.Message;
    }

    internal Done Claim(Payment payment)
    {
        var arrived = Arrived(payment.Hash)!;
        return Do(new ClaimHtlc(Payee, arrived.Channel, arrived.HtlcId, payment.Preimage));
    }

    internal NodeChannel Channel(string node, ChannelReply channel) => Do(new ListChannels(node)).Single(row => row.Channel == channel.Channel);

    void INetworkObserver.OnReport(long stream, NodeReport report) => Reports.Add(report);

    void INetworkObserver.OnWalletReport(string wallet, WalletReport report) => WalletReports.Add((wallet, report));

    void INetworkObserver.OnStep(SimulationStep step) => Steps.Add(step);
}

internal sealed record Payment(PaymentRoute Part, PaymentPreimage Preimage, PaymentHash Hash, ulong? Id, string? Refusal, HtlcKey Key);
