using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Flows.Steps;
using LightningRod.Flows.Telemetry;
using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Htlcs;

/// <summary>What the parts of one connector share: the node, what is open there, and the ways to actors and observers.</summary>
internal sealed class ConnectedNode : IAsyncDisposable
{
    private uint _height;
    private OpenStream? _stream;

    internal ConnectedNode(NodeConnectorParts parts)
    {
        (Parts, Flow, Node, Options) = (parts, parts.Flow, parts.Node, parts.Options);
        Logger = Flow.Loggers.CreateLogger("LightningRod.Flows.Htlcs");
        Retry = new(Options.FirstRetryAfter, Options.LongestRetryAfter, Flow.Random, Flow.Time);
        Channels = new(Node, parts.Directory);
        Work = new(Options.AtOnce, Retry, Logger);
        Rechecks = new(Options.AtOnce, Retry, Logger);
        Tells = new(Options.AtOnce, Retry, Logger);
    }

    internal NodeConnectorParts Parts { get; }

    internal FlowParts Flow { get; }

    internal IChannelNode Node { get; }

    internal NodeConnectorOptions Options { get; }

    internal ILogger Logger { get; }

    internal RetryPolicy Retry { get; }

    internal NodeChannels Channels { get; }

    internal OpenOffers Offers { get; } = new();

    internal KnownParts Known { get; } = new();

    /// <summary>Work about HTLCs, in order for each.</summary>
    internal KeyedWork<HtlcKey> Work { get; }

    /// <summary>HTLCs that are looked up later; apart from other work, so that it holds up none.</summary>
    internal KeyedWork<HtlcKey> Rechecks { get; }

    /// <summary>What actors are told that no HTLC waits for, in order for each actor.</summary>
    internal KeyedWork<ActorId> Tells { get; }

    internal Instruments Instruments { get; } = Instruments.Shared;

    internal string Name => Node.Identity.Name;

    /// <summary>The stream that is open; null for none.</summary>
    internal OpenStream? Stream
    {
        get => Volatile.Read(ref _stream);
        set => Volatile.Write(ref _stream, value);
    }

    /// <summary>The node's height; 0 when it was not told.</summary>
    internal BlockHeight Height
    {
        get => new(Volatile.Read(ref _height));
        set => Volatile.Write(ref _height, value.Value);
    }

    internal static PartKey PartOf(HtlcKey key) => new(key.Node, key.Channel, key.HtlcId);

    internal static HtlcKey KeyOf(PartKey part) => new(part.Node, part.Channel, part.HtlcId);

    internal Task<AskResult> AskAsync(ActorId actor, ICommand command, CancellationToken cancel) =>
        Flow.Fabric.AskAsync(actor, command, new() { Timeout = Options.AskTimeout }, cancel);

    /// <summary>Asks later, again and again until the actor has decided. The command is made at each try.</summary>
    internal void Tell(ActorId actor, Func<ICommand?> command) => Tells.Post(actor, async cancel =>
        command() is not { } present || await AskAsync(actor, present, cancel) is AskResult.Replied);

    internal void Step(string name, HtlcKey key, string detail)
    {
        var part = Known.Find(key);
        Flow.Steps.OnStep(new(name)
        {
            Client = Channels.PeerOf(key.Channel),
            Amount = part?.Amount,
            Detail = $"{key}: {detail}",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        await Rechecks.DisposeAsync();
        await Tells.DisposeAsync();
        Channels.Dispose();
    }
}
