using System.Net;
using System.Net.Sockets;
using LightningRod.Ports.Messages;
using LightningRod.Relay.Tests.Harness;
using LightningRod.TestKit.Carriers;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Relay.Tests;

/// <summary>The relay by the contract of all carriers, over loopback sockets.</summary>
public sealed class RelayCarrierContract : MessageCarrierContract
{
    private readonly Dictionary<int, PrivateKey> _keys = [];
    private readonly List<Socket> _listening = [];
    private readonly List<Wallet> _wallets = [];
    private RelayBed _bed = null!;

    public override bool HoldsPongs => true;

    protected override Task<IMessageCarrier> OpenAsync()
    {
        _bed = new(time: TimeProvider.System);
        return Task.FromResult<IMessageCarrier>(_bed.Carrier);
    }

    protected override async Task<ICarrierPeer> ConnectAsync(IMessageCarrier carrier, int number)
    {
        var wallet = await Wallet.DialAsync(_bed.EndPoint, carrier.NodeId, KeyOf(number));
        lock (_wallets) _wallets.Add(wallet);
        // An answer means that the relay has taken the session in.
        Assert.True(await wallet.PingAsync());
        return wallet;
    }

    protected override Task<(NodeId Peer, IReadOnlyList<NetworkAddress> Addresses)> ListenAsync(IMessageCarrier carrier, int number)
    {
        var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        _listening.Add(listening);
        var key = KeyOf(number);
        _ = AcceptAsync(listening, key);
        var port = (ushort)((IPEndPoint)listening.LocalEndPoint!).Port;
        return Task.FromResult<(NodeId, IReadOnlyList<NetworkAddress>)>((new(key.PublicKey), [NetworkAddress.Of(IPAddress.Loopback, port)]));
    }

    protected override async Task CloseAsync()
    {
        foreach (var listening in _listening) listening.Dispose();
        foreach (var wallet in _wallets) wallet.Dispose();
        await _bed.DisposeAsync();
        foreach (var key in _keys.Values) key.Dispose();
    }

    private PrivateKey KeyOf(int number) => _keys.TryGetValue(number, out var key) ? key : _keys[number] = PrivateKey.Generate();

    private async Task AcceptAsync(Socket listening, PrivateKey key)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listening.AcceptAsync(Cancel);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            // None for a dialler that wants another key.
            if (await Wallet.AcceptAsync(socket, key) is not { } wallet) continue;
            lock (_wallets) _wallets.Add(wallet);
        }
    }
}
