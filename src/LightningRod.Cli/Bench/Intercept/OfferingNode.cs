using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LightningRod.Cli.Bench.Holds;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Cli.Bench.Intercept;

/// <summary>
/// A channel node in this process that offers HTLCs and takes down when each is answered. It forwards nothing and forgets what was answered.
/// </summary>
/// <param name="channels">Its channels.</param>
internal sealed class OfferingNode(IReadOnlyList<NodeChannel> channels) : IChannelNode, IHtlcInterceptor
{
    /// <summary>Its name in the settings.</summary>
    internal const string Name = "bench";

    private const int Ahead = 1024;
    private static readonly NodeId Id = PaymentLives.Clients(1, seed: -1)[0];

    private readonly Channel<NodeReport> _reports = Channel.CreateBounded<NodeReport>(new BoundedChannelOptions(Ahead) { SingleReader = true });
    private readonly ConcurrentDictionary<HtlcKey, long> _strangers = new();
    private readonly ConcurrentDictionary<HtlcKey, long> _clients = new();
    private readonly Lock _lock = new();
    private Latencies _passed = new();
    private Latencies _held = new();
    private string? _mistake;

    /// <inheritdoc/>
    public ChannelNodeIdentity Identity { get; } = new(Name, Id, ChainHash.Regtest, "rod bench");

    /// <inheritdoc/>
    public ChannelNodeCapabilities Capabilities { get; } = new()
    {
        InterceptsHtlcs = true,
        OnStreamLoss = StreamLossEffect.Kept,
        ReportsForwards = true,
        KeepsHistory = true,
        Settles = SettleReporting.AtOnce,
        ForwardDelta = 40,
    };

    /// <summary>Offers that were not answered yet.</summary>
    internal int Unanswered => _strangers.Count + _clients.Count;

    /// <summary>Offers an HTLC, and begins to measure before it waits for a reader.</summary>
    /// <param name="offer">The HTLC.</param>
    /// <param name="ofClient">Whether it must be held; else it must go on.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal ValueTask OfferAsync(HtlcOffer offer, bool ofClient, CancellationToken cancel)
    {
        (ofClient ? _clients : _strangers)[offer.Key] = Stopwatch.GetTimestamp();
        return _reports.Writer.WriteAsync(new HtlcOffered(offer), cancel);
    }

    /// <summary>How long HTLCs took since this was asked last: those that went on, and those that were held.</summary>
    /// <exception cref="InvalidOperationException">An HTLC got another answer than it must get: the figures would be worth nothing.</exception>
    internal (Latencies Passed, Latencies Held) Take()
    {
        lock (_lock)
        {
            if (_mistake is not null) throw new InvalidOperationException(_mistake);
            var taken = (_passed, _held);
            (_passed, _held) = (new(), new());
            return taken;
        }
    }

    /// <inheritdoc/>
    public Task<StreamOpening> OpenStreamAsync(ulong epoch, CancellationToken cancellationToken = default) =>
        Task.FromResult<StreamOpening>(new StreamOpening.Opened(this));

    /// <inheritdoc/>
    public async IAsyncEnumerable<NodeReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new HeightChanged(new(PaymentLives.Height));
        foreach (var channel in channels) yield return new ChannelActive(channel.Channel, channel.Peer);
        await foreach (var report in _reports.Reader.ReadAllAsync(cancellationToken)) yield return report;
    }

    /// <inheritdoc/>
    public ValueTask<AnswerOutcome> AnswerAsync(DesiredAnswer desired, CancellationToken cancellationToken = default)
    {
        var now = Stopwatch.GetTimestamp();
        if (desired.Answer is HtlcAnswer.Resume && _strangers.TryRemove(desired.Key, out var offered))
        {
            lock (_lock) _passed.Add(now - offered);
        }
        else if (desired.Answer is HtlcAnswer.Hold && _clients.TryRemove(desired.Key, out offered))
        {
            lock (_lock) _held.Add(now - offered);
        }
        else
        {
            lock (_lock) _mistake ??= $"The bench's own HTLC {desired.Key} was answered with {desired.Answer.GetType().Name}.";
            return ValueTask.FromResult(AnswerOutcome.KeyUnknown);
        }

        return ValueTask.FromResult(AnswerOutcome.Given);
    }

    /// <inheritdoc/>
    public Task<HtlcHistory> FindHtlcAsync(HtlcKey key, CancellationToken cancellationToken = default) =>
        Task.FromResult(new HtlcHistory(HtlcState.NotForwarded));

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeChannel>> ListChannelsAsync(CancellationToken cancellationToken = default) => Task.FromResult(channels);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutgoingHtlc>> ListOutgoingHtlcsAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<MessageSignature> SignMessageAsync(string message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
