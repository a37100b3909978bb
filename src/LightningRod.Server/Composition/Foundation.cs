using LightningRod.Engine.Shards;
using LightningRod.Engine.Sqlite;
using LightningRod.Flows.Steps;
using LightningRod.Ports.WakeUps;
using LightningRod.Server.Nodes;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server.Composition;

/// <summary>What is open before any part of a member is made, and what all of them are made of.</summary>
internal sealed record Foundation
{
    internal required MemberOptions Options { get; init; }

    internal required MemberSecrets Secrets { get; init; }

    internal required SqliteJournal Journal { get; init; }

    internal required IReadOnlyList<IWakeUpProvider> WakeUps { get; init; }

    internal required IReadOnlyList<IChannelNodeFactory> NodeKinds { get; init; }

    internal required IStepObserver Steps { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required ILoggerFactory Loggers { get; init; }

    /// <summary>The shard of a client.</summary>
    internal ShardMap Shards => new(Secrets.InstallSecret.Span);

    /// <summary>The way to a kind of channel nodes; a member does not start with a kind that is missing.</summary>
    internal IChannelNodeFactory FactoryOf(ChannelNodeSettings node) => NodeKinds.Single(factory => factory.Kind == node.Kind);
}
