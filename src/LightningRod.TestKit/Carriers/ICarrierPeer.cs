using LightningRod.Ports.Messages;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;

namespace LightningRod.TestKit.Carriers;

/// <summary>The other end of one session of a carrier, in the hand of a <see cref="MessageCarrierContract"/>.</summary>
public interface ICarrierPeer
{
    /// <summary>The peer's node id.</summary>
    NodeId Id { get; }

    /// <summary>Done when the session is over, whoever ended it.</summary>
    Task Ended { get; }

    /// <summary>Sends an onion message or a custom message to the carrier.</summary>
    /// <param name="message">The message.</param>
    Task SendAsync(PeerMessage message);

    /// <summary>The next onion message or custom message that the carrier sent.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PeerMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>From now on pings are not answered; messages are received all the same.</summary>
    void HoldPongs();

    /// <summary>Answers all pings that were held back, in order, and those to come at once.</summary>
    Task ReleasePongsAsync();

    /// <summary>Pings the carrier, for carriers whose contract has <see cref="MessageCarrierContract.HoldsPongs"/>.</summary>
    /// <returns>True when the pong came, false when the session ended instead.</returns>
    Task<bool> PingAsync();

    /// <summary>Ends the session from this side.</summary>
    Task DisconnectAsync();
}
