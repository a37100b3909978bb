using System.Runtime.CompilerServices;
using LightningRod.Client.Storage;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests.Harness;

/// <summary>Kills a client: from then on it can neither store anything nor touch its wallet.</summary>
internal sealed class KillSwitch
{
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>The step after which the client dies.</summary>
    internal string? AtStep { get; init; }

    /// <summary>The write, from 1 on, at which the client dies.</summary>
    internal int AtWrite { get; init; } = int.MaxValue;

    /// <summary>Whether that write is still done.</summary>
    internal bool AfterWrite { get; init; }

    internal Task Killed => _killed.Task;

    internal int Writes => _writes;

    internal void OnStep(string name)
    {
        if (name == AtStep) _killed.TrySetResult();
    }

    internal void Check()
    {
        if (_killed.Task.IsCompleted) throw new IOException("The process is gone.");
    }

    internal async ValueTask WriteAsync(Func<ValueTask> write)
    {
        Check();
        var dies = Interlocked.Increment(ref _writes) == AtWrite;
        if (!dies || AfterWrite) await write();
        if (!dies) return;
        _killed.TrySetResult();
        Check();
    }
}

internal sealed class MortalStore(IClientStore store, KillSwitch kill) : IClientStore
{
    public ValueTask<IReadOnlyList<StoredItem>> ListAsync(string kind, CancellationToken cancellationToken) =>
        store.ListAsync(kind, cancellationToken);

    public ValueTask PutAsync(string kind, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        kill.WriteAsync(() => store.PutAsync(kind, key, value, cancellationToken));

    public ValueTask RemoveAsync(string kind, string key, CancellationToken cancellationToken) =>
        kill.WriteAsync(() => store.RemoveAsync(kind, key, cancellationToken));
}

internal sealed class MortalWallet(TestWallet wallet, KillSwitch kill) : IWallet
{
    public ValueTask<BlockHeight> GetHeightAsync(CancellationToken cancellationToken) => Living(wallet.GetHeightAsync, cancellationToken);

    public ValueTask<bool> CanReceiveAsync(CancellationToken cancellationToken) => Living(wallet.CanReceiveAsync, cancellationToken);

    public ValueTask<IReadOnlyList<InboundChannel>> GetInboundAsync(CancellationToken cancellationToken) =>
        Living(wallet.GetInboundAsync, cancellationToken);

    public ValueTask<IReadOnlyList<RouteHop>?> FindRouteAsync(NodeId destination, Msat amount, CancellationToken cancellationToken) =>
        Living(token => wallet.FindRouteAsync(destination, amount, token), cancellationToken);

    public ValueTask<IReadOnlyList<NetworkAddress>> FindAddressesAsync(NodeId node, CancellationToken cancellationToken) =>
        Living(token => wallet.FindAddressesAsync(node, token), cancellationToken);

    public ValueTask<SendPartOutcome> SendPartAsync(PartToSend part, CancellationToken cancellationToken) =>
        Living(token => wallet.SendPartAsync(part, token), cancellationToken);

    public ValueTask<PartStatus> FindPartAsync(string reference, PaymentHash hash, CancellationToken cancellationToken) =>
        Living(token => wallet.FindPartAsync(reference, hash, token), cancellationToken);

    public ValueTask ClaimAsync(HtlcName htlc, PaymentPreimage preimage, CancellationToken cancellationToken)
    {
        kill.Check();
        return wallet.ClaimAsync(htlc, preimage, cancellationToken);
    }

    public ValueTask FailAsync(HtlcName htlc, PartFailure failure, CancellationToken cancellationToken)
    {
        kill.Check();
        return wallet.FailAsync(htlc, failure, cancellationToken);
    }

    public async IAsyncEnumerable<WalletEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var news in wallet.WatchAsync(cancellationToken))
        {
            kill.Check();
            yield return news;
        }
    }

    private ValueTask<T> Living<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        kill.Check();
        return call(cancellationToken);
    }
}
