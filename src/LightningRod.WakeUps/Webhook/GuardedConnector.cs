using System.Net;
using System.Net.Sockets;
using LightningRod.Wire.Primitives;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Connects to the addresses that may be called, and to the very addresses that were judged: a second lookup could give others.</summary>
internal sealed class GuardedConnector(WebhookOptions options, WebhookServices services)
{
    private const int MostAddresses = 4;

    private int _open;

    /// <summary>Connections that are open or being opened.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ConnectRefusedException">There is no connection.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _open) > options.Connections)
        {
            Interlocked.Decrement(ref _open);
            throw new ConnectRefusedException(ConnectRefusal.TooMany);
        }

        try
        {
            // Plain HTTP was allowed by whoever parsed the URL; it leads to this machine or nowhere.
            var isPlain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
            var socket = await DialAsync(context.DnsEndPoint, isPlain ? IPAddress.IsLoopback : PublicAddress.IsPublic, cancellationToken)
                .ConfigureAwait(false);
            return new CountedStream(socket, this);
        }
        catch
        {
            Interlocked.Decrement(ref _open);
            throw;
        }
    }

    private async Task<Socket> DialAsync(DnsEndPoint host, Predicate<IPAddress> mayCall, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : await services.Resolver.ResolveAsync(host.Host, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0) throw new ConnectRefusedException(ConnectRefusal.NotResolved);
        IPAddress[] allowed =
        [
            .. found.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
                .Where(address => mayCall(address)).Take(MostAddresses),
        ];
        if (allowed.Length == 0) throw new ConnectRefusedException(ConnectRefusal.NotAllowed);

        // An address that swallows everything shall leave time for the next.
        var share = options.Timeout / allowed.Length;
        foreach (var address in allowed)
        {
            if (await TryAsync(new(address, host.Port), share, cancellationToken).ConfigureAwait(false) is { } socket) return socket;
        }

        throw new ConnectRefusedException(ConnectRefusal.Unreachable);
    }

    private async Task<Socket?> TryAsync(IPEndPoint endPoint, TimeSpan share, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(share, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await services.Dial(endPoint, either.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A connection that is counted until it is closed.</summary>
    private sealed class CountedStream(Socket socket, GuardedConnector connector) : NetworkStream(socket, ownsSocket: true)
    {
        private int _closed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _closed, 1) == 0) Interlocked.Decrement(ref connector._open);
        }
    }
}
