namespace LightningRod.Engine.Effects;

/// <summary>Who carries out what: handlers by the beginning of the destination.</summary>
/// <remarks>Filled before the engine starts, read by many threads afterwards.</remarks>
public sealed class EffectHandlers
{
    private readonly Dictionary<string, IEffectHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>Adds a handler for a destination and all below it.</summary>
    /// <param name="prefix">For example <c>node</c>, for <c>node/cln-1</c> and the like; the longest that fits counts.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>The same handlers, for the next one.</returns>
    /// <exception cref="ArgumentException">The prefix has a handler, or is <c>actor</c>, which is the engine's own.</exception>
    public EffectHandlers Add(string prefix, IEffectHandler handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentNullException.ThrowIfNull(handler);
        if (prefix == ActorEffectHandler.Prefix) throw new ArgumentException($"Effects to {prefix}/... are delivered by the engine.", nameof(prefix));
        _handlers.Add(prefix, handler);
        return this;
    }

    /// <summary>The handler of a destination, or null.</summary>
    internal IEffectHandler? Find(string destination)
    {
        for (var prefix = destination; ; prefix = prefix[..prefix.LastIndexOf('/')])
        {
            if (_handlers.TryGetValue(prefix, out var handler)) return handler;
            if (!prefix.Contains('/')) return null;
        }
    }
}
