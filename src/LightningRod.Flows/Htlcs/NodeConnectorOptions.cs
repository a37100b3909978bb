namespace LightningRod.Flows.Htlcs;

/// <summary>Settings of a connector; the defaults suit every node.</summary>
public sealed record NodeConnectorOptions
{
    /// <summary>Clients' HTLCs and reports that are worked on at one time. Default: 64.</summary>
    public int AtOnce { get; init; } = 64;

    /// <summary>HTLCs whose reports may wait for the storage; of more, the node's history is asked later. Default: 100,000.</summary>
    public int MaxWaiting { get; init; } = 100_000;

    /// <summary>First delay before a lost stream is opened again, and before anything else is tried again. Default: 200 ms.</summary>
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest such delay. Default: 15 seconds.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the list of channels is read. Default: 10 minutes.</summary>
    public TimeSpan ListChannelsEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the next reading waits when a channel that is not known shows. Default: 1 second.</summary>
    public TimeSpan ListChannelsAtMostEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a fail-back height a decision may take before the connector fails the part by itself. Default: 15 seconds.</summary>
    public TimeSpan DecisionGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a part that the node does not offer and does not know may be missing before it counts as gone. Default: 1 minute.</summary>
    public TimeSpan GoneAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an actor may take to answer. Default: 10 seconds.</summary>
    public TimeSpan AskTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Starts also with a node that forwards what is held as soon as the stream ends. Each kill of this process then loses held payments to sleeping
    /// payees; for experiments alone. Default: no.
    /// </summary>
    public bool AllowForwardOnStreamLoss { get; init; }
}
