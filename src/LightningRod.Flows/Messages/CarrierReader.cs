using LightningRod.Flows.Requests;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Messages;

/// <summary>Reads what comes in by one carrier, as long as it is told to.</summary>
/// <remarks>Messages for one next node keep their order; those for different ones run side by side.</remarks>
internal sealed partial class CarrierReader(
    IMessageCarrier carrier, NodeId relay, Calls calls, MessageIn messages, RequestIn requests, Presence presence, MessageOptions options)
{
    /// <summary>Reads until it is told to end, then waits for what was begun.</summary>
    /// <param name="reading">Ends the reading.</param>
    /// <param name="working">Ends what was begun.</param>
    internal async Task RunAsync(CancellationToken reading, CancellationToken working)
    {
        var logger = calls.Logger(nameof(CarrierReader));
        using var turns = new KeyedTurns<Line>(options.MaxInWork, options.MaxInWorkPerNode);
        try
        {
            for (var failures = 1; !reading.IsCancellationRequested; failures++)
            {
                await foreach (var report in carrier.ReadAsync(reading))
                {
                    failures = 0;
                    if (report is CarrierLost lost) Log.Lost(logger, carrier.Name, lost.Reason);
                    await TakeAsync(turns, logger, report, reading, working);
                }

                // The node behind it is gone; none of its peers counts as connected until it says so again.
                presence.Lost(carrier);
                await calls.Retry.WaitAsync(Math.Max(1, failures), reading);
            }
        }
        catch (OperationCanceledException) when (reading.IsCancellationRequested)
        {
            // Told to end.
        }
        finally
        {
            await turns.IdleAsync();
        }
    }

    private async ValueTask TakeAsync(
        KeyedTurns<Line> turns, ILogger logger, CarrierReport report, CancellationToken reading, CancellationToken working)
    {
        switch (report)
        {
            case OnionMessageReceived received:
                await TakeAsync(turns, logger, received, reading, working);
                break;
            case OnionMessageUndeliverable undeliverable:
                var node = undeliverable.NextNode ?? undeliverable.From;
                await RunAsync(turns, logger, node, () => messages.TakeAsync(undeliverable, carrier, working), reading);
                break;
            case OnionMessageOpened opened:
                // Nobody says who sent it, so all of them share the order of one.
                await RunAsync(turns, logger, carrier.NodeId, () => messages.TakeAsync(opened, carrier.Name, working), reading);
                break;
            case CustomMessageReceived custom:
                var isTaken = await turns.TakeAsync(
                    logger, new(custom.From, LineKind.Requests), () => requests.TakeAsync(custom, carrier, working), reading);
                if (!isTaken) requests.CountFlood();
                break;
            case CarrierPeerConnected connected:
                presence.Opened(carrier, connected.Peer, connected.Session);
                break;
            case CarrierPeerDisconnected disconnected:
                presence.Closed(disconnected.Session);
                break;
        }
    }

    private async ValueTask TakeAsync(
        KeyedTurns<Line> turns, ILogger logger, OnionMessageReceived received, CancellationToken reading, CancellationToken working)
    {
        if (carrier.NodeId != relay)
        {
            // Its layer is the channel node's to open.
            messages.Count(carrier.Name, MessageOutcome.NotSupported);
            received.Taken();
            return;
        }

        var opened = messages.Open(received.Message);
        var origin = calls.FindClient(received.From) is { } client ? new Origin(client.Id) : Origin.Stranger;
        var line = new Line(opened.Next ?? received.From, origin.Client is null ? LineKind.Strangers : LineKind.Clients);
        var isTaken = await turns.TakeAsync(logger, line, WorkAsync, reading);
        if (isTaken) return;
        messages.Count(carrier.Name, MessageOutcome.Flood);
        await GiveUpAsync();
        received.Taken();

        async Task WorkAsync()
        {
            try
            {
                if (await messages.TakeAsync(opened, origin, carrier.Name, working) == MessageOutcome.Unavailable) await GiveUpAsync();
            }
            finally
            {
                received.Taken();
            }
        }

        // A client's message that is lost here is not acknowledged: the session ends, and the wallet sends again what it has no pong for.
        async ValueTask GiveUpAsync()
        {
            if (origin.Client is not null && received.Session is { } session)
                await carrier.CloseAsync(session, "messages can not be taken at present", working);
        }
    }

    private async ValueTask RunAsync(KeyedTurns<Line> turns, ILogger logger, NodeId node, Func<Task<MessageOutcome>> work, CancellationToken reading)
    {
        if (!await turns.TakeAsync(logger, new(node, LineKind.Strangers), work, reading)) messages.Count(carrier.Name, MessageOutcome.Flood);
    }

    /// <summary>What keeps its order. Clients have lines of their own, so that no stranger's flood stands before them.</summary>
    private readonly record struct Line(NodeId Node, LineKind Kind);

    private enum LineKind
    {
        Strangers,
        Clients,
        Requests,
    }

    private static partial class Log
    {
        [LoggerMessage(5111, LogLevel.Warning, "The carrier {Carrier} is lost: {Reason}")]
        internal static partial void Lost(ILogger logger, string carrier, string reason);
    }
}
