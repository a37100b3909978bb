using LightningRod.Ports.Channels;

namespace LightningRod.Simulation.Tests.Contracts;

/// <summary>Reads a stream and waits for what must come; the order of what it saw is kept.</summary>
public sealed class Listener(IHtlcInterceptor interceptor) : IAsyncDisposable
{
    /// <summary>A report that never comes fails its test, and does not hang the suite.</summary>
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    private IAsyncEnumerator<NodeReport>? _opened;

    private IAsyncEnumerator<NodeReport> Reports => _opened ??= Interceptor.ReadAsync(_patience.Token).GetAsyncEnumerator();

    public IHtlcInterceptor Interceptor { get; } = interceptor;

    public List<NodeReport> Seen { get; } = [];

    /// <summary>The next report of a kind that meets a condition; earlier ones are passed over.</summary>
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

    public async Task<HtlcOffer> OfferAsync(ContractPayment payment) =>
        (await NextAsync<HtlcOffered>(report => report.Offer.PaymentHash == payment.Hash)).Offer;

    public async Task<bool> EndsAsync() => !await Reports.MoveNextAsync();

    public ValueTask<AnswerOutcome> AnswerAsync(HtlcKey key, HtlcAnswer answer, ulong epoch, Wire.Primitives.BlockHeight? notAfter = null) =>
        Interceptor.AnswerAsync(new DesiredAnswer(key, answer, notAfter, epoch), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Interceptor.DisposeAsync();
        if (_opened is not null) await _opened.DisposeAsync();
        _patience.Dispose();
    }
}
