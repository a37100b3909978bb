using LightningRod.Engine;

namespace LightningRod.Server.Composition;

/// <summary>The engine as a part. Whoever made the engine disposes it.</summary>
internal sealed class EnginePart(EngineHost engine) : IMemberPart
{
    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> StopAsync(TimeSpan within) => engine.StopAsync(within);
}
