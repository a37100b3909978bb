using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Cryptography;

namespace LightningRod.Flows.Tests.Support;

/// <summary>A node of a simulated network in this process, and what it was told. A hold is kept by nobody but the connector.</summary>
internal sealed class InProcessNode(LightningNetwork network, string name) : IChannelNode
{
    private readonly NodeReply _node = network.Do(new GetNode(name));

    public ChannelNodeIdentity Identity => new(name, _node.NodeId, ChainHash.Regtest, $"simulated {_node.Kind}");

    public ChannelNodeCapabilities Capabilities => new()
    {
        InterceptsHtlcs = true,
        OnStreamLoss = _node.Behaviour.OnStreamLoss,
        ReportsForwards = !IsSilent,
        KeepsHistory = true,
        Settles = _node.Behaviour.Settles,
        ForwardDelta = _node.Behaviour.ForwardDelta,
    };

    /// <summary>Whether it tells nothing of what became of HTLCs that it let go.</summary>
    internal bool IsSilent { get; set; }

    /// <summary>Whether no call gets through.</summary>
    internal bool IsCut { get; set; }

    /// <summary>Called before an answer reaches the node; what it gives is the outcome instead.</summary>
    internal Func<DesiredAnswer, AnswerOutcome?>? Instead { get; set; }

    /// <summary>Called with each answer that the node has taken.</summary>
    internal Action<DesiredAnswer>? Told { get; set; }

    /// <summary>What the history says instead of the truth; null for the truth.</summary>
    internal Func<HtlcKey, HtlcState?>? Remembers { get; set; }

    internal int Lookups { get; private set; }

    public Task<StreamOpening> OpenStreamAsync(ulong epoch, CancellationToken cancellationToken = default) => Reach<StreamOpening>(() =>
    {
        var reply = network.Do(new StartIntercepting(name, epoch));
        if (reply.Fenced is { } highest) return new StreamOpening.Fenced(highest);
        if (reply.Stream is not { } number) return new StreamOpening.Taken(reply.Taken!);
        return new StreamOpening.Opened(new Stream(this, network, number));
    });

    public Task<HtlcHistory> FindHtlcAsync(HtlcKey key, CancellationToken cancellationToken = default) => Reach(() =>
    {
        Lookups++;
        return Remembers?.Invoke(key) is { } state ? new(state) : network.Do(new FindHtlc(key));
    });

    public Task<IReadOnlyList<NodeChannel>> ListChannelsAsync(CancellationToken cancellationToken = default) =>
        Reach(() => network.Do(new ListChannels(name)));

    public Task<IReadOnlyList<OutgoingHtlc>> ListOutgoingHtlcsAsync(CancellationToken cancellationToken = default) =>
        Reach(() => network.Do(new ListOutgoing(name)));

    public Task<MessageSignature> SignMessageAsync(string message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Reach<T>(Func<T> call) =>
        IsCut ? Task.FromException<T>(new ChannelNodeUnavailableException("The node is cut off.")) : Task.FromResult(call());

    private sealed class Stream : IHtlcInterceptor
    {
        private readonly InProcessNode _node;
        private readonly LightningNetwork _network;
        private readonly long _number;
        private readonly Channel<NodeReport> _reports = Channel.CreateUnbounded<NodeReport>();

        internal Stream(InProcessNode node, LightningNetwork network, long number)
        {
            (_node, _network, _number) = (node, network, number);
            network.Listen(number, report =>
            {
                if (!(node.IsSilent && report is HtlcForwarded)) _reports.Writer.TryWrite(report);
                if (report is StreamLost) _reports.Writer.TryComplete();
            });
        }

        public async IAsyncEnumerable<NodeReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            // Not ReadAllAsync, which would leave the synchronization context.
            while (await _reports.Reader.WaitToReadAsync(cancellationToken))
            {
                if (_reports.Reader.TryRead(out var report)) yield return report;
            }
        }

        public ValueTask<AnswerOutcome> AnswerAsync(DesiredAnswer desired, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(_network.Locked(() => Answer(desired)));
        }

        public ValueTask DisposeAsync()
        {
            _network.Do(new StopIntercepting(_number));
            return ValueTask.CompletedTask;
        }

        private AnswerOutcome Answer(DesiredAnswer desired)
        {
            if (_node.IsCut) return AnswerOutcome.StreamGone;
            if (_node.Instead?.Invoke(desired) is { } instead) return instead;
            var state = _network.Do(new FindHtlc(desired.Key)).State;
            // An adapter never lets an answer to a key that is not open get to the node: on lnd it would end the stream.
            var outcome = (state, desired.Answer) switch
            {
                (HtlcState.NotForwarded, HtlcAnswer.Hold) => AnswerOutcome.Given,
                (HtlcState.NotForwarded, _) => _network.Do(new GiveAnswer(_number, Spoken(desired))).Outcome,
                (HtlcState.Failed, not HtlcAnswer.Hold) => AnswerOutcome.TooLate,
                _ => AnswerOutcome.KeyUnknown,
            };
            if (outcome == AnswerOutcome.Given) _node.Told?.Invoke(desired);
            return outcome;
        }

        private DesiredAnswer Spoken(DesiredAnswer desired) =>
            desired.Answer is HtlcAnswer.Fail && _node._node.Behaviour.FailureCodes is [var first, ..]
                ? desired with { Answer = new HtlcAnswer.Fail(first) }
                : desired;
    }
}
