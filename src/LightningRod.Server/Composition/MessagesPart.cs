using LightningRod.Flows.Messages;
using LightningRod.Relay;

namespace LightningRod.Server.Composition;

/// <summary>The ways of messages as a part: they read the relay before it listens, and stop after it is closed.</summary>
internal sealed class MessagesPart(MessageFlow messages, RelayCarrier relay) : IMemberPart
{
    /// <inheritdoc/>
    public string Name => "messages";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await messages.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await messages.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        messages.Read(relay);
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        await messages.StopAsync(within).ConfigureAwait(false);
        await messages.DisposeAsync().ConfigureAwait(false);
        return true;
    }
}
