using LightningRod.Engine.Abstractions;
using LightningRod.Engine.Fabric;
using LightningRod.Engine.Failures;
using LightningRod.Engine.Journal;
using LightningRod.Flows.Clients;
using LightningRod.Flows.Steps;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>What the ways of messages call. The parts are there once the engine is: effect handlers are made before it.</summary>
internal sealed class Calls(Lazy<FlowParts> parts, MessageOptions options)
{
    private readonly Lazy<RetryPolicy> _retry =
        new(() => new(options.FirstRetryAfter, options.LongestRetryAfter, parts.Value.Random, parts.Value.Time));

    internal IJournal Journal => parts.Value.Journal;

    internal TimeProvider Time => parts.Value.Time;

    internal RetryPolicy Retry => _retry.Value;

    internal ILogger Logger(string name) => parts.Value.Loggers.CreateLogger(name);

    internal Client? FindClient(NodeId node) => parts.Value.Clients.Find(node);

    internal bool MayHaveHolds(NodeId node) => parts.Value.Clients.MayHaveHolds(node);

    internal void Step(Step step) => parts.Value.Steps.OnStep(step);

    internal Task<AskResult> AskOnceAsync(ActorId actor, ICommand command, CancellationToken cancel) =>
        parts.Value.Fabric.AskAsync(actor, command, null, cancel);

    /// <summary>Asks a few times before it gives up. All that is asked so bears repetition: actors know messages and holds again.</summary>
    internal async Task<AskResult> AskAsync(ActorId actor, ICommand command, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await AskOnceAsync(actor, command, cancel);
            if (result is AskResult.Replied or AskResult.Quarantined || attempt >= options.AskAttempts) return result;
            await Retry.WaitAsync(attempt, cancel);
        }
    }
}
