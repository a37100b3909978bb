using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>A Lightning network as a state machine: the same seed and requests give the same state, reports and steps.</summary>
/// <remarks>
/// <para>Atomic: a request is carried out as a whole, or refused with <see cref="SimulationException"/> and nothing changed.</para>
/// <para>Not thread-safe; the server carries out one request after the other.</para>
/// <para>Failure: <see cref="InvalidOperationException"/> means that an invariant is broken, hence a defect here; go no further.</para>
/// </remarks>
public sealed class SimulatedNetwork
{
    private readonly NetworkState _state;
    private readonly HtlcEnding _ending;
    private readonly Forwarding _forwarding;
    private readonly Interception _interception;
    private readonly Links _links;
    private readonly Chain _chain;
    private readonly Topology _topology;
    private readonly Queries _queries;

    /// <summary>An empty network.</summary>
    /// <param name="seed">Keys and channel ids depend on it.</param>
    /// <param name="observer">Who hears what the network tells.</param>
    /// <param name="settings">What all have in common.</param>
    public SimulatedNetwork(ulong seed, INetworkObserver observer, NetworkSettings? settings = null)
    {
        _state = new NetworkState(seed, observer) { Settings = settings ?? new() };
        _ending = new(_state);
        _forwarding = new(_state, _ending);
        _interception = new(_state, _ending, htlc => _forwarding.Forward(htlc, Receive));
        _links = new(_state, _ending);
        _chain = new(_state, _ending, _interception, _links);
        _topology = new(_state, _links);
        _queries = new(_state, () => _chain.ForceCloses);
    }

    /// <summary>Carries a request out.</summary>
    /// <typeparam name="TReply">The reply's type.</typeparam>
    /// <param name="request">The request.</param>
    /// <exception cref="SimulationException">It was refused.</exception>
    public TReply Execute<TReply>(Request<TReply> request) => (TReply)Execute((Request)request);

    /// <summary>Checks all invariants, also those that are too dear for every step.</summary>
    /// <exception cref="InvalidOperationException">One is broken.</exception>
    public void Check() => Invariants.CheckAll(_state);

    /// <summary>What a new stream is told first: height, peers, channels, then all that is unanswered. Called once, when its number is
    /// known.</summary>
    /// <param name="stream">The stream.</param>
    internal void Replay(long stream)
    {
        if (_state.Nodes.Values.FirstOrDefault(node => node.Stream == stream) is { } node) _interception.Replay(node);
    }

    /// <summary>Tells a wallet again what waits for it.</summary>
    internal void Greet(string wallet) => _links.Greet(_topology.Node(wallet));

    /// <summary>Streams that are open; after a restart nobody reads them.</summary>
    internal IReadOnlyList<long> OpenStreams => [.. _state.Nodes.Values.Select(node => node.Stream).OfType<long>()];

    internal object Execute(Request request)
    {
        var reply = _queries.Answer(request) ?? _topology.Execute(request) ?? Carry(request);
        Invariants.CheckTouched(_state);
        return reply;
    }

    private object Carry(Request request)
    {
        switch (request)
        {
            case SetOnline set:
                _links.SetOnline(_topology.Node(set.Node), set.Online);
                return new Done();
            case SetLink link:
                _links.SetLink(_topology.Node(link.First), _topology.Node(link.Second), link.Connected);
                return new Done();
            case SendHtlc send:
                return Send(send);
            case ClaimHtlc claim:
                var claimed = Arrived(claim.Node, claim.Channel, claim.HtlcId);
                if (!claimed.IsPreimage(claim.Preimage)) throw new SimulationException("The preimage is of another payment hash.");
                _ending.Settle(claimed, claim.Preimage);
                return new Done();
            case FailHtlc fail:
                return Fail(fail);
            case Mine { Blocks: <= 10_000 } mine:
                _chain.Mine(mine.Blocks);
                return new HeightReply(_state.Height);
            case Reorg { Depth: <= 100 } reorg:
                _chain.Reorg(reorg.Depth);
                return new HeightReply(_state.Height);
            case ForceClose close:
                var closer = _topology.Node(close.Node);
                _chain.ForceClose(Topology.OpenChannel(closer, close.Channel), closer, "by command");
                return new Done();
            case StartIntercepting open:
                return _interception.Open(_topology.Node(open.Node), open.Epoch);
            case StopIntercepting close:
                _interception.Close(close.Stream);
                return new Done();
            case GiveAnswer answer:
                return new AnswerReply(_interception.Answer(answer.Stream, answer.Desired));
            default:
                throw new SimulationException($"{request.GetType().Name} is out of bounds, or not for here.");
        }
    }

    private SendReply Send(SendHtlc send)
    {
        var node = _topology.Node(send.Node);
        if (send.Reference is { } name && _state.References.TryGetValue((node.Name, name), out var same)) return new(same.Id, null);
        var channel = Topology.Channel(node, send.Channel);
        var from = channel.EndOf(node);
        var refusal =
            !node.IsOnline ? $"{node.Name} is offline"
            : !channel.IsActive ? "the channel is not active"
            : send.Expiry <= _state.Height ? $"the expiry {send.Expiry} is not above the height {_state.Height}"
            : send.Expiry > _state.Height + _state.Settings.MaxHtlcCltv ?
                $"the expiry {send.Expiry} is more than {_state.Settings.MaxHtlcCltv} blocks ahead"
            : channel.Obstacle(from, send.Amount);
        if (refusal is not null) return new(null, refusal);
        var htlc = _forwarding.Add(channel, from, send.Amount, send.Expiry, send.Hash, send.Onion, send.PathKey, send.Records, send.Reference, null);
        if (send.Reference is not null) _state.References.Add((node.Name, send.Reference), htlc);
        Receive(htlc);
        return new(htlc.Id, null);
    }

    private void Receive(SimHtlc htlc)
    {
        var node = htlc.Receiver;
        if (node.Key is not null && !_forwarding.Open(htlc)) return;
        if (node.Behaviour.Intercepts)
        {
            _interception.Consider(htlc);
        }
        else if (!node.IsWallet)
        {
            _forwarding.Forward(htlc, Receive);
        }
        else if (htlc.Layer is { IsFinal: false })
        {
            _ending.Fail(htlc, Wire.Numbers.FailureCode.UnknownNextPeer, Ports.Channels.HtlcFailureReason.NotForwarded);
        }
        else
        {
            htlc.Stage = ReceiverStage.Arrived;
            _links.TellArrival(htlc);
        }
    }

    private Done Fail(FailHtlc fail)
    {
        var htlc = Arrived(fail.Node, fail.Channel, fail.HtlcId);
        if (fail.Packet is { } packet)
            _ending.Fail(htlc, packet, Ports.Channels.HtlcFailureReason.Answered);
        else if (fail.Code is { } code && htlc.Layer is not null)
            _ending.Fail(htlc, code, Ports.Channels.HtlcFailureReason.Answered);
        else
            throw new SimulationException("A fail needs a code, or a packet from a wallet that keeps its key to itself.");
        return new Done();
    }

    private SimHtlc Arrived(string name, ChannelId id, ulong htlcId)
    {
        var node = _topology.Node(name);
        if (!node.IsOnline) throw new SimulationException($"{name} is offline.");
        var channel = Topology.Channel(node, id);
        return channel.Find(1 - channel.EndOf(node), htlcId) is { Stage: ReceiverStage.Arrived, IsGone: false, End: null } htlc
            ? htlc
            : throw new SimulationException($"{name} has no HTLC {htlcId} that waits in channel {id}.");
    }
}
