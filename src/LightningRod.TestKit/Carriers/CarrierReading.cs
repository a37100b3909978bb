using System.Threading.Channels;
using LightningRod.Ports.Messages;
using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <summary>Somebody who reads a carrier, and keeps what was told until a test asks for it.</summary>
public sealed class CarrierReading : IAsyncDisposable
{
    private const int Room = 50_000;

    private readonly Channel<CarrierReport> _reports = Channel.CreateBounded<CarrierReport>(Room);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="carrier">The carrier.</param>
    /// <param name="takes">Whether every onion message is taken at once; else a test takes it.</param>
    public CarrierReading(IMessageCarrier carrier, bool takes = true)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        _reading = ReadAsync(carrier, takes);
    }

    /// <summary>Done when the carrier ended the reading, or this reader did.</summary>
    public Task Completion => _reading;

    /// <summary>The next report, which must be of one kind and come soon.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    public async Task<T> NextAsync<T>()
        where T : CarrierReport => Assert.IsType<T>(await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon());

    /// <summary>The next report of one kind that fits; others before it are passed over.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="fits">Which; any when null.</param>
    public async Task<T> FindAsync<T>(Predicate<T>? fits = null)
        where T : CarrierReport
    {
        while (true)
        {
            if (await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon() is T found && (fits is null || fits(found))) return found;
        }
    }

    /// <summary>Ends the reading.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading.Soon();
        _stopping.Dispose();
    }

    private async Task ReadAsync(IMessageCarrier carrier, bool takes)
    {
        try
        {
            await foreach (var report in carrier.ReadAsync(_stopping.Token))
            {
                if (takes && report is OnionMessageReceived onion) onion.Taken();
                await _reports.Writer.WriteAsync(report, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // As it was asked to.
        }
    }
}
