using System.Net;
using System.Net.Sockets;

namespace LightningRod.Peering.Limits;

/// <summary>Counts the incoming handshakes in progress, in all and by the network they come from. Thread-safe.</summary>
internal sealed class HandshakeGate(int most, int mostOfOne)
{
    private const int NetworkBytes = 8;

    private readonly Dictionary<IPAddress, int> _byNetwork = [];
    private int _count;

    internal int Count
    {
        get
        {
            lock (_byNetwork) return _count;
        }
    }

    internal bool TryEnter(IPAddress remote)
    {
        var network = NetworkOf(remote);
        lock (_byNetwork)
        {
            var ofOne = _byNetwork.GetValueOrDefault(network);
            if (_count >= most || ofOne >= mostOfOne) return false;
            _byNetwork[network] = ofOne + 1;
            _count++;
            return true;
        }
    }

    internal void Leave(IPAddress remote)
    {
        var network = NetworkOf(remote);
        lock (_byNetwork)
        {
            _count--;
            if (--_byNetwork[network] == 0) _byNetwork.Remove(network);
        }
    }

    /// <summary>An IPv4 address, or the 64 bits of an IPv6 address that one customer usually has to himself.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
