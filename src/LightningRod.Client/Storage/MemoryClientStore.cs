using System.Collections.Concurrent;

namespace LightningRod.Client.Storage;

/// <summary>A store that lasts as long as its object: for tests, and for trying things out. Money can be lost with it.</summary>
public sealed class MemoryClientStore : IClientStore
{
    private readonly ConcurrentDictionary<(string Kind, string Key), byte[]> _items = new();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredItem>> ListAsync(string kind, CancellationToken cancellationToken) =>
        new([.. _items.Where(item => item.Key.Kind == kind).Select(item => new StoredItem(item.Key.Key, item.Value))]);

    /// <inheritdoc/>
    public ValueTask PutAsync(string kind, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        _items[(kind, key)] = value.ToArray();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string kind, string key, CancellationToken cancellationToken)
    {
        _items.TryRemove((kind, key), out _);
        return ValueTask.CompletedTask;
    }
}
