using System.Buffers;
using System.Net.Sockets;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;

namespace LightningRod.Peering.Transport;

/// <summary>Reads the messages of one session from its socket. One thread at a time.</summary>
/// <remarks>
/// Between messages it holds no memory: it waits with an empty read and rents only when there is something to read. Within a message it
/// holds no more than the peer has sent of it, at most doubled.
/// </remarks>
internal sealed class MessageReader(Socket socket, NoiseSession noise) : IDisposable
{
    private const int SmallBuffer = 4 << 10;
    private const int LargeBuffer = 64 << 10;

    private readonly RentedBuffer _message = new();
    private byte[]? _received;
    private int _start;
    private int _end;
    private int _needed;
    private bool _wasFull;

    /// <summary>How many messages were read so far.</summary>
    internal long Count { get; private set; }

    /// <summary>Whether a message was begun and is not whole yet.</summary>
    internal bool IsWithinMessage => _needed > 0;

    internal enum End
    {
        /// <summary>There is a message.</summary>
        None,

        /// <summary>The peer ended the connection.</summary>
        Closed,

        /// <summary>Bytes that could not be authenticated.</summary>
        NotAuthentic,
    }

    /// <summary>What was read: a message that stays until the next read, or why there is none.</summary>
    internal readonly record struct Outcome(End End, ReadOnlyMemory<byte> Message, WireError Error = default);

    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    internal async ValueTask<Outcome> ReadAsync(CancellationToken cancellationToken)
    {
        _message.Clear();
        while (true)
        {
            if (_end > _start || _needed > 0)
            {
                var available = _received is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_received, _start, _end - _start);
                if (!noise.Decrypt(available, _message).TryGet(out var decrypted, out var error)) return new(End.NotAuthentic, default, error);
                _start += decrypted.Consumed;
                if (decrypted.HasMessage)
                {
                    _needed = 0;
                    Count++;
                    return new(End.None, _message.Written);
                }

                _needed = decrypted.Needed;
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return new(End.Closed, default);
        }
    }

    /// <summary>Reads and forgets until the peer ends the connection.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    internal async ValueTask DiscardAsync()
    {
        Dispose();
        while (true)
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
            if (count == 0) return;
        }
    }

    /// <summary>Gives the memory back. No read may be under way.</summary>
    public void Dispose()
    {
        _message.Dispose();
        if (_received is null) return;
        ArrayPool<byte>.Shared.Return(_received);
        (_received, _start, _end) = (null, 0, 0);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end && _needed == 0)
        {
            Dispose();
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }

        MakeRoom();
        var room = _received.AsMemory(_end);
        var count = await socket.ReceiveAsync(room, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        _wasFull = count == room.Length;
        _end += count;
        return count > 0;
    }

    /// <summary>Grows with what has come, never ahead to what a stranger announces.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_received))]
    private void MakeRoom()
    {
        var held = _end - _start;
        if (_received is null)
        {
            _received = ArrayPool<byte>.Shared.Rent(_wasFull ? LargeBuffer : SmallBuffer);
            return;
        }

        if (held == _received.Length || (_wasFull && _received.Length < LargeBuffer))
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _received.Length);
            _received.AsSpan(_start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_received);
            _received = larger;
        }
        else if (_start > 0)
        {
            _received.AsSpan(_start, held).CopyTo(_received);
        }

        (_start, _end) = (0, held);
    }
}
