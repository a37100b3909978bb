namespace LightningRod.Client.Storage;

/// <summary>Where a client keeps what must outlive it: payments, invoices, answers. Items by kind and key.</summary>
/// <remarks>
/// <para>Atomic and durable: when <see cref="PutAsync"/> or <see cref="RemoveAsync"/> is done, the change outlives a crash of the machine; when
/// it is not, the item is as it was or as it should become, never in between.</para>
/// <para>Thread-safe. Failure: an exception; the client then does not act on the change.</para>
/// <para>It holds secrets (payment ids, preimages, keys of offers): keep it as safe as the wallet's own state, and restore no old copy of it.</para>
/// </remarks>
public interface IClientStore
{
    /// <summary>All items of a kind, in no order.</summary>
    /// <param name="kind">Letters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<StoredItem>> ListAsync(string kind, CancellationToken cancellationToken);

    /// <summary>Stores an item, in place of the one with the same kind and key.</summary>
    /// <param name="kind">Letters.</param>
    /// <param name="key">Letters and digits, at most 100.</param>
    /// <param name="value">At most 1 MiB.</param>
    /// <param name="cancellationToken">Ends the call; the item may be stored all the same.</param>
    ValueTask PutAsync(string kind, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Removes an item, if it is there.</summary>
    /// <param name="kind">Letters.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the call; the item may be removed all the same.</param>
    ValueTask RemoveAsync(string kind, string key, CancellationToken cancellationToken);
}

/// <summary>An item of a store.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its bytes.</param>
public readonly record struct StoredItem(string Key, ReadOnlyMemory<byte> Value);
