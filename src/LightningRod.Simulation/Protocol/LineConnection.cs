using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.Json;

namespace LightningRod.Simulation.Protocol;

/// <summary>A TCP connection that carries one JSON value per line in each direction.</summary>
/// <remarks>Writing is thread-safe; reading has one reader. A broken connection ends the reading and makes writes throw
/// <see cref="IOException"/>.</remarks>
internal sealed class LineConnection : IDisposable
{
    /// <summary>Longest line, bytes: far above any request, far below what hurts.</summary>
    internal const int MaxLine = 1 << 20;

    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);

    internal LineConnection(Socket socket)
    {
        socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream);
    }

    /// <summary>The next value, or null when the connection ended.</summary>
    /// <exception cref="JsonException">The line is no such value; the next one may be.</exception>
    internal async Task<T?> ReadAsync<T>(CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            ReadResult result;
            try
            {
                result = await _reader.ReadAsync(cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
                return null;
            }

            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = result.Buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return JsonSerializer.Deserialize<T>(line, SimulationJson.Options);
            }

            if (result.IsCompleted || result.Buffer.Length > MaxLine) return null;
            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    internal async Task WriteAsync<T>(T value, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(value, SimulationJson.Options);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync((byte[])[.. line, (byte)'\n'], cancellationToken);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw new IOException("The connection is closed.", broken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _stream.Dispose();
}
