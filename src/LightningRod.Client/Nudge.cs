using System.Threading.Channels;

namespace LightningRod.Client;

/// <summary>Wakes one waiting loop; nudges that come meanwhile are one.</summary>
internal sealed class Nudge(TimeProvider time)
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a nudge, at most some time.</summary>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> WaitAsync(TimeSpan? atMost, CancellationToken cancellationToken)
    {
        if (_channel.Reader.TryRead(out _)) return true;
        if (atMost is { } none && none <= TimeSpan.Zero) return false;
        using var timeout = new CancellationTokenSource(atMost ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _channel.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
