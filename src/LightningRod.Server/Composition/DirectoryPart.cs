using LightningRod.Flows.Clients;

namespace LightningRod.Server.Composition;

/// <summary>The client directory as a part.</summary>
internal sealed class DirectoryPart(ClientDirectory directory) : IMemberPart
{
    /// <inheritdoc/>
    public string Name => "clients";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => directory.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        await directory.DisposeAsync().ConfigureAwait(false);
        return true;
    }
}
