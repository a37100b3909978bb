using System.Threading.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>Wakes one that waits; nudges that come before it looks are one.</summary>
internal sealed class Nudge
{
    private readonly Channel<bool> _given =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Give() => _given.Writer.TryWrite(true);

    internal async Task WaitAsync(CancellationToken cancel) => await _given.Reader.ReadAsync(cancel);
}
