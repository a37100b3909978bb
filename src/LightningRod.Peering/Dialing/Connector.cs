using System.Net;
using System.Net.Sockets;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Peering.Dialing;

/// <summary>From an address to a connected socket.</summary>
internal sealed class Connector(PeerServices services, PeeringOptions options, bool publicOnly)
{
    private const int MostAddresses = 8;

    /// <summary>Resolves a name, judges the addresses and tries them one after the other, all within the dial time-out.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async Task<(Connection? Connection, DialFailure? Failure)> ConnectAsync(NetworkAddress address, CancellationToken cancellationToken)
    {
        if (address.Descriptor == AddressDescriptor.TorV3)
            return Failed(DialFailureCode.OnionService, "onion services cannot be dialled; ask for another address");
        using var timeout = new CancellationTokenSource(options.DialTimeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ConnectWithinAsync(address, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(DialFailureCode.Timeout, $"{address} was not reached within {options.DialTimeout}");
        }
    }

    private async Task<(Connection? Connection, DialFailure? Failure)> ConnectWithinAsync(NetworkAddress address, CancellationToken cancellationToken)
    {
        var found = address.IP is { } ip ? [ip] : await services.Resolver.ResolveAsync(address.Host, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0) return Failed(DialFailureCode.NotResolved, $"{address.Host} has no address");
        IPAddress[] allowed =
        [
            .. found.Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Where(a => !publicOnly || PublicAddress.IsPublic(a)).Take(MostAddresses),
        ];
        if (allowed.Length == 0) return Failed(DialFailureCode.NotPublic, $"{address.Host} is not public ({found[0]})");

        // An address that swallows everything shall leave time for the next.
        var share = options.DialTimeout / allowed.Length;
        var last = "";
        foreach (var candidate in allowed)
        {
            var endPoint = new IPEndPoint(candidate, address.Port);
            (var socket, last) = await TryAsync(endPoint, candidate == allowed[^1] ? null : share, cancellationToken).ConfigureAwait(false);
            if (socket is not null) return (new(socket, endPoint), null);
        }

        return Failed(DialFailureCode.Unreachable, $"{address}: {last}");
    }

    private async Task<(Socket? Socket, string Failure)> TryAsync(IPEndPoint endPoint, TimeSpan? share, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(share ?? Timeout.InfiniteTimeSpan, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Socket? socket = null;
        var connected = false;
        try
        {
            socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endPoint, either.Token).ConfigureAwait(false);
            connected = true;
            return (socket, "");
        }
        catch (SocketException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{endPoint.Address} does not answer");
        }
        finally
        {
            if (!connected) socket?.Dispose();
        }
    }

    private static (Connection? Connection, DialFailure? Failure) Failed(DialFailureCode code, string detail) => (null, new(code, detail));

    internal sealed record Connection(Socket Socket, IPEndPoint EndPoint);
}
