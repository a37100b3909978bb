using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LightningRod.Client.Storage;

/// <summary>All items of one kind, in memory and in the store: the store first, so that nothing is acted on that could be forgotten.</summary>
internal sealed class Book<T>(IClientStore store, string kind, JsonTypeInfo<T> json) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private volatile ImmutableDictionary<string, T> _items = ImmutableDictionary<string, T>.Empty;
    private volatile TaskCompletionSource _changed = NewSignal();

    /// <summary>The items of this moment.</summary>
    internal IReadOnlyDictionary<string, T> Items => _items;

    /// <summary>Done at the next change. Take it before looking at the items.</summary>
    internal Task Changed => _changed.Task;

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        var items = await store.ListAsync(kind, cancellationToken).ConfigureAwait(false);
        _items = items.ToImmutableDictionary(
            item => item.Key,
            item => JsonSerializer.Deserialize(item.Value.Span, json) ?? throw new InvalidDataException($"A stored {kind} is empty."));
    }

    internal T? Find(string key) => _items.GetValueOrDefault(key);

    /// <summary>Stores an item, unless there is one with its key.</summary>
    internal Task<bool> AddAsync(string key, T item, CancellationToken cancellationToken) =>
        ChangeAsync(key, old => old is null ? item : null, cancellationToken);

    /// <summary>Changes an item.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="change">The new item, or null when nothing is to be changed. Asked while nobody else changes anything.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it was changed.</returns>
    internal Task<bool> UpdateAsync(string key, Func<T, T?> change, CancellationToken cancellationToken) =>
        ChangeAsync(key, old => old is null ? null : change(old), cancellationToken);

    internal async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await store.RemoveAsync(kind, key, cancellationToken).ConfigureAwait(false);
            _items = _items.Remove(key);
        }
        finally
        {
            _lock.Release();
        }

        Tell();
    }

    public void Dispose() => _lock.Dispose();

    private async Task<bool> ChangeAsync(string key, Func<T?, T?> change, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (change(_items.GetValueOrDefault(key)) is not { } item) return false;
            await store.PutAsync(kind, key, JsonSerializer.SerializeToUtf8Bytes(item, json), cancellationToken).ConfigureAwait(false);
            _items = _items.SetItem(key, item);
        }
        finally
        {
            _lock.Release();
        }

        Tell();
        return true;
    }

    private void Tell() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
