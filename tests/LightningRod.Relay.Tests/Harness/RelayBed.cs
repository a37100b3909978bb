using System.Net;
using LightningRod.Peering;
using LightningRod.Peering.Limits;
using LightningRod.Ports.Messages;
using LightningRod.TestKit.Carriers;
using LightningRod.Testing;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;
using SessionId = LightningRod.Ports.Messages.SessionId;

namespace LightningRod.Relay.Tests.Harness;

/// <summary>A relay that listens on loopback, with its own clock and meter, and the wallets that dialled it.</summary>
internal sealed class RelayBed : IAsyncDisposable
{
    private readonly List<Wallet> _wallets = [];

    internal RelayBed(Action<RelayOptions>? set = null, PrivateKey? key = null, TimeProvider? time = null)
    {
        Key = key ?? PrivateKey.Generate();
        var options = Options();
        set?.Invoke(options);
        Carrier = new(Key, options, new PeerServices { Time = time ?? Time, Meters = Metrics });
        Carrier.Start();
    }

    internal PrivateKey Key { get; }

    internal RelayCarrier Carrier { get; }

    internal ManualTimeProvider Time { get; } = new();

    internal Metrics Metrics { get; } = new();

    internal IPEndPoint EndPoint => Carrier.EndPoints[0];

    internal NetworkAddress Address => NetworkAddress.Of(EndPoint.Address, (ushort)EndPoint.Port);

    /// <summary>Settings for loopback, and rates that tests do not meet.</summary>
    internal static RelayOptions Options()
    {
        var endless = new RateLimit { MessagesPerSecond = 1e9, MessageBurst = 1e9, BytesPerSecond = 1e12, ByteBurst = 1e12 };
        var rates = new PeerRates { OnionMessages = endless, Drops = endless, CustomMessages = endless, Pings = endless, Ignored = endless };
        return new() { Listen = ["127.0.0.1:0"], AllowPrivateAddresses = true, Peering = new() { Rates = rates }, PeerRates = rates };
    }

    /// <summary>A wallet that dialled, and is known to the reader.</summary>
    internal async Task<(Wallet Wallet, SessionId Session)> ConnectAsync(
        CarrierReading reading, PrivateKey? key = null, IPEndPoint? endPoint = null, int? receiveBuffer = null)
    {
        var wallet = Keep(await Wallet.DialAsync(endPoint ?? EndPoint, Carrier.NodeId, key, receiveBuffer));
        return (wallet, (await reading.FindAsync<CarrierPeerConnected>(report => report.Peer == wallet.Id)).Session);
    }

    internal Wallet Keep(Wallet wallet)
    {
        _wallets.Add(wallet);
        return wallet;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wallet in _wallets) wallet.Dispose();
        await Carrier.StopAsync(new CancellationToken(canceled: true)).Soon();
        await Carrier.DisposeAsync();
        Key.Dispose();
        Metrics.Dispose();
    }
}
