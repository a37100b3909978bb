using System.Collections.Concurrent;
using LightningRod.Flows.Steps;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>Remembers all steps.</summary>
internal sealed class StepLog : IStepObserver
{
    private readonly ConcurrentQueue<Step> _steps = new();

    internal IReadOnlyList<Step> All => [.. _steps];

    public void OnStep(Step step) => _steps.Enqueue(step);

    internal int Count(string name, string? detail = null) => _steps.Count(step => step.Name == name && (detail is null || step.Detail == detail));

    internal Task SeeAsync(string name, string? detail = null, int times = 1) => Waiting.UntilAsync(() => Count(name, detail) >= times);
}
