using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LightningRod.WakeUps.Webhook;

/// <summary>What a <see cref="WebhookProvider"/> uses of the world around it; the defaults are the system's.</summary>
public sealed record WebhookServices
{
    /// <summary>The clock of timestamps and time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go; by default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Finds the addresses of host names. What it answers is judged, so it need not be trusted.</summary>
    public IHostResolver Resolver { get; init; } = new SystemHostResolver();

    /// <summary>Connects to an address that was judged.</summary>
    internal Func<IPEndPoint, CancellationToken, ValueTask<Socket>> Dial { get; init; } = DialAsync;

    /// <summary>Judges the server's certificate; null for the system's judgement.</summary>
    internal RemoteCertificateValidationCallback? Certificates { get; init; }

    private static async ValueTask<Socket> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
