using LightningRod.Ports.Channels;
using LightningRod.Server.Composition;
using LightningRod.Server.Options;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server.Nodes;

/// <summary>Keeps up the connection with one channel node. A node that cannot be reached does not keep the member from running.</summary>
/// <param name="settings">The node.</param>
/// <param name="factory">Connects with its kind.</param>
/// <param name="use">What is done with the node; when it ends or fails before the member stops, the node is connected with anew.</param>
/// <param name="time">The clock of the delays.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed partial class ChannelNodePart(
    ChannelNodeSettings settings,
    IChannelNodeFactory factory,
    Func<IChannelNode, CancellationToken, Task> use,
    TimeProvider time,
    ILogger logger) : IMemberPart, IDisposable
{
    /// <summary>The delay after the first failure; it doubles.</summary>
    internal static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => $"channel node {settings.Name}";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var stop = _stop.Token;
        _running = Task.Run(() => RunAsync(stop), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(within, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _running.IsCompleted;
    }

    /// <summary>After the stop.</summary>
    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken stop)
    {
        var delay = FirstDelay;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var node = await factory.ConnectAsync(settings, stop).ConfigureAwait(false);
                Log.Connected(logger, settings.Name, settings.Kind);
                delay = FirstDelay;
                await use(node, stop).ConfigureAwait(false);
                Log.Ended(logger, settings.Name);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was: the other nodes and the mail must not suffer from it.
                Log.Failed(logger, settings.Name, settings.Kind, failure.Message, delay);
            }

            await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2610, LogLevel.Information, "Connected with channel node {Node} ({Kind})")]
        internal static partial void Connected(ILogger logger, string node, string kind);

        [LoggerMessage(2611, LogLevel.Warning, "Channel node {Node} ended the connection")]
        internal static partial void Ended(ILogger logger, string node);

        [LoggerMessage(2612, LogLevel.Warning, "Channel node {Node} ({Kind}) cannot be used: {Why} Trying again in {Delay}")]
        internal static partial void Failed(ILogger logger, string node, string kind, string why, TimeSpan delay);
    }
}
