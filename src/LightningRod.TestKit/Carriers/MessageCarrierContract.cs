using System.Buffers.Binary;
using LightningRod.Ports.Messages;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Xunit;

namespace LightningRod.TestKit.Carriers;

/// <summary>What every carrier of messages must do. Derive from it in a test project of xunit.v3 and say how the carrier at hand is reached.</summary>
/// <remarks>
/// Each test gets a carrier of its own. What a carrier's capabilities deny is tested only for being refused. The carrier must report presence
/// (<see cref="MessageCarrierCapabilities.PushesPresence"/>).
/// </remarks>
public abstract partial class MessageCarrierContract : IAsyncLifetime
{
    /// <summary>A custom message type that no document knows.</summary>
    protected const ushort CustomType = 40_001;

    private static readonly Lazy<PublicKey> PathKey = new(() =>
    {
        using var key = PrivateKey.Generate();
        return key.PublicKey;
    });

    /// <summary>Whether the carrier keeps its pong back until what came before is taken.</summary>
    public virtual bool HoldsPongs => false;

    /// <summary>The carrier under test.</summary>
    protected IMessageCarrier Carrier { get; private set; } = null!;

    /// <summary>Ends tests that hang.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a carrier without peers.</summary>
    protected abstract Task<IMessageCarrier> OpenAsync();

    /// <summary>Opens a session of a peer with the carrier; the carrier knows it when the task is done.</summary>
    /// <param name="carrier">The carrier.</param>
    /// <param name="number">Which peer; another session of the same number is the same node's, and newer.</param>
    protected abstract Task<ICarrierPeer> ConnectAsync(IMessageCarrier carrier, int number);

    /// <summary>Makes a peer that the carrier can dial; needed when it <see cref="MessageCarrierCapabilities.Dials"/>.</summary>
    /// <param name="carrier">The carrier.</param>
    /// <param name="number">Which peer.</param>
    /// <returns>Its node id and where it is.</returns>
    protected virtual Task<(NodeId Peer, IReadOnlyList<NetworkAddress> Addresses)> ListenAsync(IMessageCarrier carrier, int number) =>
        throw new NotSupportedException("A carrier that dials needs somebody to be dialled.");

    /// <summary>Removes what else there is; the carrier is disposed already.</summary>
    protected virtual Task CloseAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Carrier = await OpenAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Carrier is not null) await Carrier.DisposeAsync();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An onion message that nobody can open, known by its number.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="bytes">Length of its packet, at least 4.</param>
    protected static OnionMessage Onion(int number, int bytes = 1366)
    {
        var packet = new byte[bytes];
        BinaryPrimitives.WriteInt32BigEndian(packet, number);
        return new(PathKey.Value, ByteString.Own(packet));
    }

    /// <summary>A custom message.</summary>
    /// <param name="number">Its number.</param>
    protected static UnknownMessage Custom(int number)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return new(CustomType, ByteString.Own(payload));
    }

    /// <summary>The message that this carrier is best at.</summary>
    /// <param name="number">Its number.</param>
    protected PeerMessage Any(int number) => Carrier.Capabilities.SendsOnionMessages ? Onion(number) : Custom(number);

    /// <summary>Connects a peer and waits until the reader is told.</summary>
    /// <param name="reading">The reader.</param>
    /// <param name="number">Which peer.</param>
    protected async Task<(ICarrierPeer Peer, SessionId Session)> ConnectAsync(CarrierReading reading, int number)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var peer = await ConnectAsync(Carrier, number).Soon();
        return (peer, (await reading.FindAsync<CarrierPeerConnected>(report => report.Peer == peer.Id)).Session);
    }

    /// <summary>The next messages of a peer, which must be these.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="expected">The messages.</param>
    protected static async Task AssertReceivesAsync(ICarrierPeer peer, params IEnumerable<PeerMessage> expected)
    {
        ArgumentNullException.ThrowIfNull(peer);
        foreach (var message in expected ?? []) Assert.Equal(message.ToArray(), (await peer.ReceiveAsync(Cancel).Soon()).ToArray());
    }
}
