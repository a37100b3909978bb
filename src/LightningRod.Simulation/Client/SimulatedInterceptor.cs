using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Simulation.Protocol;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Client;

/// <summary>The connector's end of a simulated node's stream: it gives one answer per offer, and keeps the heights of what is held.</summary>
internal sealed class SimulatedInterceptor : IHtlcInterceptor
{
    private const int ReportsAhead = 10_000;

    private readonly LineConnection _connection;
    private readonly SimulationClient _client;
    private readonly OpenOffers _offers;
    private readonly NodeBehaviour _behaviour;
    private readonly long _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<NodeReport> _reports = Channel.CreateBounded<NodeReport>(ReportsAhead);
    private readonly SemaphoreSlim _answering = new(1, 1);
    private readonly Task _pumping;
    private volatile bool _lost;

    internal SimulatedInterceptor(LineConnection connection, SimulationClient client, long stream, ulong epoch, NodeBehaviour behaviour)
    {
        (_connection, _client, _stream, _behaviour) = (connection, client, stream, behaviour);
        _offers = new OpenOffers(epoch);
        _pumping = PumpAsync();
    }

    public async IAsyncEnumerable<NodeReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var report in _reports.Reader.ReadAllAsync(cancellationToken)) yield return report;
    }

    public async ValueTask<AnswerOutcome> AnswerAsync(DesiredAnswer desired, CancellationToken cancellationToken = default)
    {
        await _answering.WaitAsync(cancellationToken);
        try
        {
            return await GiveAsync(desired, cancellationToken);
        }
        finally
        {
            _answering.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested) return;
        await _closing.CancelAsync();
        _connection.Dispose();
        await _pumping;
    }

    private async Task<AnswerOutcome> GiveAsync(DesiredAnswer desired, CancellationToken cancellationToken)
    {
        if (_lost) return AnswerOutcome.StreamGone;
        if (_offers.Refuse(desired) is { } refusal) return refusal;
        switch (desired.Answer)
        {
            case HtlcAnswer.Hold hold when !_behaviour.KeepsHolds:
                if (_offers.Keep(desired.Key, hold, desired.Epoch) is { } due) return await GiveAsync(due, cancellationToken);
                return AnswerOutcome.Given;
            case HtlcAnswer.Hold:
                return await SendAsync(desired, cancellationToken);
            case HtlcAnswer.Fail { Code: var code } when _behaviour.FailureCodes is { Count: > 0 } codes && !codes.Contains(code):
                desired = desired with { Answer = new HtlcAnswer.Fail(codes[0]) };
                break;
        }

        // Closed before it is sent: whatever becomes of it, a second answer never goes out.
        _offers.Close(desired.Key);
        var outcome = await SendAsync(desired, cancellationToken);
        if (outcome is AnswerOutcome.TooLate or AnswerOutcome.NotSupported) _offers.Reopen(desired.Key);
        return outcome;
    }

    private async Task<AnswerOutcome> SendAsync(DesiredAnswer desired, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.SendAsync(new GiveAnswer(_stream, desired), cancellationToken)).Outcome;
        }
        catch (Exception gone) when (gone is IOException or SimulationException)
        {
            return AnswerOutcome.StreamGone;
        }
    }

    private async Task PumpAsync()
    {
        var reason = "the simulation went away";
        try
        {
            while (await _connection.ReadAsync<ResponseFrame>(_closing.Token) is { } frame)
            {
                if (frame.Report is not { } report) continue;
                if (report is StreamLost lost)
                {
                    reason = lost.Reason;
                    break;
                }

                _offers.Note(report);
                await _reports.Writer.WriteAsync(report, _closing.Token);
                if (report is HeightChanged)
                {
                    foreach (var due in _offers.Due()) await AnswerAsync(due, _closing.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            reason = "closed";
        }
        catch (JsonException bad)
        {
            reason = $"the simulation is of another version: {bad.Message}";
        }

        _lost = true;
        _connection.Dispose();
        if (!_closing.IsCancellationRequested) await WriteLast(new StreamLost(reason));
        else _reports.Writer.TryWrite(new StreamLost(reason));
        _reports.Writer.TryComplete();
    }

    private async Task WriteLast(NodeReport report)
    {
        try
        {
            await _reports.Writer.WriteAsync(report, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }
}
