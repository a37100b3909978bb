using System.Collections.Concurrent;
using LightningRod.Ports.WakeUps;

namespace LightningRod.Flows.Tests.Messages.Support;

/// <summary>A provider that answers as a test says.</summary>
internal sealed class FakeProvider(string kind) : IWakeUpProvider
{
    private readonly ConcurrentQueue<WakeUp> _sent = new();

    public string Kind => kind;

    internal Func<WakeUp, WakeUpOutcome> Answer { get; set; } = static _ => new WakeUpOutcome.Delivered();

    internal IReadOnlyList<WakeUp> Sent => [.. _sent];

    public Task<WakeUpOutcome> SendAsync(WakeUp wakeUp, CancellationToken cancellationToken = default)
    {
        _sent.Enqueue(wakeUp);
        return Task.FromResult(Answer(wakeUp));
    }

    internal Task SeeAsync(WakeUpReason reason, int times = 1) => Waiting.UntilAsync(() => _sent.Count(one => one.Reason == reason) >= times);
}
