using LightningRod.Ports.Messages;
using LightningRod.Relay.Sessions;
using LightningRod.Wire.Messages;

namespace LightningRod.Relay.Reading;

/// <summary>A message on its way from a peer through the reader, until it is taken.</summary>
/// <param name="intake">Where it waits.</param>
/// <param name="session">On which it came.</param>
/// <param name="message">The message.</param>
/// <param name="bytes">What it counts for.</param>
/// <param name="came">When, as a timestamp of the intake's clock.</param>
internal sealed class Arrival(Intake intake, RelaySession session, PeerMessage message, int bytes, long came)
{
    private int _taken;

    internal int Bytes => bytes;

    internal long Came => came;

    /// <summary>Whether the reader has to say when it is done with the message.</summary>
    internal bool NeedsTaking => message is OnionMessage;

    internal CarrierReport ToReport() => message is OnionMessage onion
        ? new OnionMessageReceived(session.Peer, session.Id, onion) { Taken = Take }
        : new CustomMessageReceived(session.Peer, session.Id, message);

    /// <summary>Whoever calls it twice has taken it once.</summary>
    private void Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) == 0) intake.Taken(session, this);
    }
}
