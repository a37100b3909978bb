using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>Speaks to one channel node: owns its stream, answers its offers, and brings what it reports to the actors.</summary>
/// <remarks>
/// Thread-safe. One member runs it at a time, under the epoch of its lease. It starts once and stops once; while it runs, a lost stream is opened
/// again, and failures of the storage leave offers unanswered until it works again, or until the height comes at which they must be failed.
/// </remarks>
public sealed partial class NodeConnector : IAsyncDisposable
{
    private readonly ConnectedNode _node;
    private readonly HtlcReports _reports;
    private readonly Answering _answering;
    private readonly HtlcIn _in;
    private readonly Passing _passing;
    private readonly Reconciliation _reconciliation;
    private readonly HeightWatch _heights;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Makes a connector that does nothing yet.</summary>
    /// <param name="parts">What it is made of.</param>
    public NodeConnector(NodeConnectorParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _node = new(parts);
        _reports = new(_node);
        var recheck = new Recheck(_node, _reports);
        _answering = new(_node, recheck);
        _passing = new(_node);
        _in = new(_node, _reports, _answering, _passing);
        _reconciliation = new(_node, _reports, recheck);
        _heights = new(_node, _reports, _answering);
    }

    /// <summary>The node's name in the settings.</summary>
    public string Name => _node.Name;

    /// <summary>How it is now.</summary>
    public NodeConnectorHealth Health
    {
        get
        {
            var stream = _node.Stream;
            var waiting = _node.Work.Count + _node.Tells.Count;
            return new(Name, stream is not null, stream?.Epoch ?? 0, _node.Height.Value, _node.Offers.Count, _node.Offers.Held, waiting);
        }
    }

    /// <summary>Begins: the stream is opened in the background, now or as soon as the node can be reached.</summary>
    /// <exception cref="NotSupportedException">
    /// The node must not be used: it forwards what is held when the stream ends, or offers no HTLCs.
    /// </exception>
    public void Start()
    {
        var can = _node.Node.Capabilities;
        if (!can.InterceptsHtlcs)
            throw new NotSupportedException($"The node {Name} ({_node.Node.Identity.Software}) offers no HTLCs, so nothing can be held there.");
        if (can.OnStreamLoss == StreamLossEffect.Forwarded && !_node.Options.AllowForwardOnStreamLoss)
        {
            throw new NotSupportedException(
                $"The node {Name} ({_node.Node.Identity.Software}) lets held HTLCs go when this program stops or is killed. "
                + "Set requireinterceptor=true in lnd.conf and start lnd again.");
        }

        _running = Task.WhenAll(
            GuardAsync("the stream", RunStreamsAsync),
            GuardAsync("passing on", () => _passing.RunAsync(_stop.Token)),
            GuardAsync("listing channels", ListChannelsAsync),
            GuardAsync("watching heights", () => _heights.RunAsync(_stop.Token)));
    }

    /// <summary>Ends the stream and all that runs. Offers without an answer stay as the node's capabilities say.</summary>
    public async Task StopAsync()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        await _running;
        await _node.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    /// <summary>Brings a decision about.</summary>
    internal Task<Brought> AnswerAsync(PartAnswer answer, CancellationToken cancel) => _answering.BringAsync(answer, cancel);

    /// <summary>The command that tells a part what became of it.</summary>
    internal ICommand ReportOf(PartKey part, PartReport report) => _reports.CommandOf(ConnectedNode.KeyOf(part), report);

    private async Task RunStreamsAsync()
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            if (await OpenAsync() is { } stream)
            {
                failures = 0;
                await GuardAsync("a stream", () => ReadAsync(stream));
            }

            await _node.Retry.WaitAsync(++failures, _stop.Token);
        }
    }

    private async Task<OpenStream?> OpenAsync()
    {
        try
        {
            var epoch = await _node.Parts.Epoch(_stop.Token);
            await _node.Channels.ListAsync(_stop.Token);
            switch (await _node.Node.OpenStreamAsync(epoch, _stop.Token))
            {
                case StreamOpening.Opened opened:
                    return new(opened.Interceptor, epoch);
                case StreamOpening.Taken taken:
                    Log.Taken(_node.Logger, Name, taken.Reason);
                    break;
                case StreamOpening.Fenced fenced:
                    Log.Fenced(_node.Logger, Name, fenced.Highest, epoch);
                    break;
            }
        }
        catch (Exception failed) when (!_stop.IsCancellationRequested)
        {
            Log.Unavailable(_node.Logger, Name, failed.Message);
        }

        return null;
    }

    private async Task ReadAsync(OpenStream stream)
    {
        Log.Opened(_node.Logger, Name, stream.Epoch);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var reconciling = Task.CompletedTask;
        try
        {
            _node.Stream = stream;
            _node.Parts.Reachable($"{NodeAnswers.Prefix}/{Name}");
            reconciling = GuardAsync("reconciling", () => _reconciliation.RunAsync(over.Token));
            await foreach (var report in stream.Interceptor.ReadAsync(_stop.Token)) await TakeAsync(report, stream);
        }
        finally
        {
            _node.Stream = null;
            _node.Offers.End(stream);
            _node.Channels.Forget();
            over.Cancel();
            await reconciling;
            await stream.Interceptor.DisposeAsync();
        }
    }

    private async ValueTask TakeAsync(NodeReport report, OpenStream stream)
    {
        switch (report)
        {
            case HtlcOffered offered:
                if (_node.Channels.Find(offered.Offer.Key.Channel) is null) _list.Give();
                await _in.TakeAsync(offered.Offer, stream, _stop.Token);
                break;
            case HtlcForwarded forwarded:
                _reports.Take(forwarded.Key, PartReport.Released);
                break;
            case OutgoingResolved resolved:
                _reports.Take(resolved.Key, PartReport.OutgoingResolved);
                break;
            case HtlcSettled settled:
                _node.Offers.Close(settled.Key);
                _reports.Take(settled.Key, PartReport.Settled);
                break;
            case HtlcFailed failed:
                _node.Offers.Close(failed.Key);
                _reports.Take(failed.Key, PartReport.Failed);
                break;
            case ChannelActive active:
                _node.Channels.SetActive(active.Channel, active.Peer);
                ChannelCame(active.Channel, active.Peer);
                break;
            case ChannelInactive inactive:
                _node.Channels.SetInactive(inactive.Channel);
                TellNext(inactive.Channel);
                break;
            case ChannelOnChain onChain:
                _node.Channels.SetOnChain(onChain.Channel, onChain.Peer);
                TellNext(onChain.Channel);
                foreach (var key in _node.Known.HeldIn(onChain.Channel)) _reports.Take(key, PartReport.ChannelClosing);
                break;
            case HeightChanged height:
                _node.Height = height.Height;
                _node.Parts.RaiseHeight(height.Height.Value);
                _heights.Look();
                break;
            case StreamLost lost:
                _node.Instruments.StreamLost(Name);
                Log.Lost(_node.Logger, Name, lost.Reason);
                break;
        }
    }
}
