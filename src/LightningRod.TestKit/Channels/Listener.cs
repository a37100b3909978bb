using LightningRod.Ports.Channels;
using LightningRod.Wire.Primitives;
using Xunit;

namespace LightningRod.TestKit.Channels;

/// <summary>Reads a stream and waits for what must come; the order of what it saw is kept.</summary>
/// <param name="interceptor">The stream, the listener's to dispose of.</param>
public sealed class Listener(IHtlcInterceptor interceptor) : IAsyncDisposable
{
    /// <summary>A report that never comes fails its test, and does not hang the suite.</summary>
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    private IAsyncEnumerator<NodeReport>? _opened;

    private IAsyncEnumerator<NodeReport> Reports => _opened ??= Interceptor.ReadAsync(_patience.Token).GetAsyncEnumerator();

    /// <summary>The stream.</summary>
    public IHtlcInterceptor Interceptor { get; } = interceptor;

    /// <summary>All reports that were read, in order.</summary>
    public List<NodeReport> Seen { get; } = [];

    /// <summary>The next report of a kind that meets a condition; earlier ones are passed over.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="condition">The condition; null for any of the kind.</param>
    public async Task<T> NextAsync<T>(Func<T, bool>? condition = null)
        where T : NodeReport
    {
        while (await Reports.MoveNextAsync())
        {
            Seen.Add(Reports.Current);
            if (Reports.Current is T report && condition?.Invoke(report) is not false) return report;
        }

        throw new InvalidOperationException($"The stream ended without {typeof(T).Name}: {string.Join(", ", Seen)}.");
    }

    /// <summary>The offer of a payment's HTLC.</summary>
    /// <param name="payment">The payment.</param>
    public async Task<HtlcOffer> OfferAsync(ContractPayment payment) =>
        (await NextAsync<HtlcOffered>(report => report.Offer.PaymentHash == payment.Hash)).Offer;

    /// <summary>Whether the stream ends without another report.</summary>
    public async Task<bool> EndsAsync() => !await Reports.MoveNextAsync();

    /// <summary>Gives an answer.</summary>
    /// <param name="key">The HTLC.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="epoch">The epoch of the lease.</param>
    /// <param name="notAfter">Last height at which it may be given; null for any.</param>
    public ValueTask<AnswerOutcome> AnswerAsync(HtlcKey key, HtlcAnswer answer, ulong epoch, BlockHeight? notAfter = null) =>
        Interceptor.AnswerAsync(new DesiredAnswer(key, answer, notAfter, epoch), TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Interceptor.DisposeAsync();
        if (_opened is not null) await _opened.DisposeAsync();
        _patience.Dispose();
    }
}
