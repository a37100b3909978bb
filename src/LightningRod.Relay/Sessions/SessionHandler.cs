using LightningRod.Peering;
using LightningRod.Relay.Reading;
using LightningRod.Relay.Telemetry;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Relay.Sessions;

/// <summary>From the peers' sessions to the intake.</summary>
internal sealed partial class SessionHandler(Intake intake, Instruments instruments, ILogger logger) : IPeerSessionHandler
{
    public ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken)
    {
        var opened = new RelaySession(session);
        if (intake.TryOpen(opened)) session.OwnerState = opened;
        else Refuse(session, "there is no room for another session at present");
        return ValueTask.CompletedTask;
    }

    public async ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken)
    {
        if (session.OwnerState is not RelaySession relayed) return;
        switch (message)
        {
            case OnionMessage onion:
                await AddAsync(relayed, onion, onion.OnionRoutingPacket.Length, cancellationToken).ConfigureAwait(false);
                break;
            case Lsps0Frame frame:
                await AddAsync(relayed, frame, frame.Json.Length, cancellationToken).ConfigureAwait(false);
                break;
            case UnknownMessage custom:
                await AddAsync(relayed, custom, custom.Payload.Length, cancellationToken).ConfigureAwait(false);
                break;
            case Notice notice:
                Log.Said(logger, session.RemoteId, notice.Text);
                break;
        }
    }

    public async ValueTask OnPingAsync(PeerSession session, CancellationToken cancellationToken)
    {
        if (session.OwnerState is not RelaySession relayed) return;
        if (!await intake.EmptyAsync(relayed, cancellationToken).ConfigureAwait(false))
            Refuse(session, "what was sent is not in safe hands yet; send it again");
    }

    public ValueTask OnClosedAsync(PeerSession session, CloseReason reason)
    {
        if (session.OwnerState is RelaySession relayed) intake.Close(relayed);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AddAsync(RelaySession session, PeerMessage message, int bytes, CancellationToken cancellationToken)
    {
        if (await intake.AddAsync(session, message, bytes, cancellationToken).ConfigureAwait(false)) return;
        instruments.WasLost(1, Instruments.NotTaken);
        Refuse(session.Session, "messages cannot be taken at present; send them again");
    }

    /// <summary>No pong follows, so the peer knows what to send again.</summary>
    private void Refuse(PeerSession session, string why)
    {
        instruments.Refused();
        Log.Refused(logger, session.RemoteId, why);
        session.Close(why, new Warning(why));
    }

    // The relay has the event ids 2100 to 2199.
    private static partial class Log
    {
        [LoggerMessage(2100, LogLevel.Warning, "The session with {Node} is closed: {Why}.")]
        internal static partial void Refused(ILogger logger, NodeId node, string why);

        [LoggerMessage(2101, LogLevel.Debug, "{Node} said: {Text}")]
        internal static partial void Said(ILogger logger, NodeId node, string text);
    }
}
