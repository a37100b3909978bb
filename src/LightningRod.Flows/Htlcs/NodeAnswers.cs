using System.Collections.Concurrent;
using LightningRod.Actors.HeldPayment;
using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Effects;
using LightningRod.Flows.Telemetry;

namespace LightningRod.Flows.Htlcs;

/// <summary>The third way for channel nodes: decisions of parts go out. Handler for the prefix <see cref="Prefix"/>.</summary>
/// <remarks>
/// The node's word is the outcome: what was given to it comes back by its own reports, and only what it will not tell is told at once. A node without
/// a connector here, or that can not be reached, holds up its own answers and nobody else's.
/// </remarks>
public sealed class NodeAnswers : IEffectHandler
{
    /// <summary>The beginning of the destinations.</summary>
    public const string Prefix = "node";

    private readonly ConcurrentDictionary<string, NodeConnector> _connectors = new(StringComparer.Ordinal);

    /// <summary>Adds the connector of a node.</summary>
    /// <param name="connector">The connector.</param>
    /// <exception cref="ArgumentException">The node has another one.</exception>
    public void Add(NodeConnector connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        if (!_connectors.TryAdd(connector.Name, connector)) throw new ArgumentException($"{connector.Name} has a connector.", nameof(connector));
    }

    /// <summary>Forgets the connector of a node; its answers wait for the next one.</summary>
    /// <param name="connector">The connector.</param>
    public void Remove(NodeConnector connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        _connectors.TryRemove(new(connector.Name, connector));
    }

    /// <inheritdoc/>
    public async Task<EffectOutcome> HandleAsync(EffectContext context, IEffect effect, CancellationToken cancel)
    {
        using var activity = Instruments.Activities.StartActivity("node answer");
        return effect is AnswerPart { Answer: var answer } && _connectors.TryGetValue(answer.Part.Node, out var connector)
            && await connector.AnswerAsync(answer, cancel) is { IsDone: true } brought
            ? new EffectOutcome.Done(brought.Report is { } report ? connector.ReportOf(answer.Part, report) : null)
            : new EffectOutcome.Retry();
    }
}
