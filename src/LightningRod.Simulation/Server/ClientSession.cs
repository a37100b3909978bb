using System.Text.Json;
using System.Threading.Channels;
using LightningRod.Simulation.Protocol;

namespace LightningRod.Simulation.Server;

/// <summary>One connection to the simulation.</summary>
internal sealed class ClientSession(LineConnection connection)
{
    /// <summary>Frames that wait for a client that does not read; one more, and it is cut off.</summary>
    private const int OutboxSize = 100_000;

    private readonly Channel<ResponseFrame> _outbox = Channel.CreateBounded<ResponseFrame>(OutboxSize);

    internal HashSet<long> Streams { get; } = [];

    internal HashSet<string> Wallets { get; } = [];

    /// <summary>Wallets that are online as long as this connection lives.</summary>
    internal HashSet<string> Present { get; } = [];

    internal bool WatchesSteps { get; set; }

    /// <summary>Queues a frame; never waits, since the network waits for nobody.</summary>
    internal void Send(ResponseFrame frame)
    {
        if (!_outbox.Writer.TryWrite(frame)) connection.Dispose();
    }

    internal void Reply(long id, object reply) =>
        Send(new ResponseFrame { Id = id, Reply = JsonSerializer.SerializeToElement(reply, reply.GetType(), SimulationJson.Options) });

    /// <summary>Reads requests and writes frames until the connection ends.</summary>
    internal async Task RunAsync(Action<ClientSession, RequestFrame> handle, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(cancellationToken);
        try
        {
            while (await NextAsync(cancellationToken) is { } frame) handle(this, frame);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }

        _outbox.Writer.TryComplete();
        await writing;
        connection.Dispose();
    }

    private async Task<RequestFrame?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var frame = await connection.ReadAsync<RequestFrame>(cancellationToken);
                if (frame is null or { Request: not null }) return frame;
                Send(new ResponseFrame { Id = frame.Id, Error = "a request is missing" });
            }
            catch (Exception bad) when (bad is JsonException or NotSupportedException)
            {
                Send(new ResponseFrame { Error = bad.Message });
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _outbox.Reader.ReadAllAsync(cancellationToken)) await connection.WriteAsync(frame, cancellationToken);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            connection.Dispose();
        }
    }
}
