using System.Net.Sockets;

namespace LightningRod.Peering.Transport;

internal static class SocketBytes
{
    /// <summary>Reads until the memory is full.</summary>
    /// <returns>False when the peer ended the connection before.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static async ValueTask<bool> ReadExactlyAsync(this Socket socket, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            var count = await socket.ReceiveAsync(destination, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (count == 0) return false;
            destination = destination[count..];
        }

        return true;
    }

    /// <summary>Writes all of the memory.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
    }

    /// <summary>Whether an exception means no more than that the connection is gone, by the peer's doing or by <c>Dispose</c> here.</summary>
    internal static bool IsGone(Exception exception) => exception is SocketException or ObjectDisposedException;
}
