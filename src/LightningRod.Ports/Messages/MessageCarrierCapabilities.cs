namespace LightningRod.Ports.Messages;

/// <summary>What a carrier can do. What it cannot do is refused with <see cref="SendOutcome.NotSupported"/>, never faked.</summary>
public sealed record MessageCarrierCapabilities
{
    /// <summary>Shows onion messages that come in: all of them (relay), or those that the node could not forward (Core Lightning).</summary>
    public bool ReceivesOnionMessages { get; init; }

    /// <summary>Sends a ready onion message to a connected peer (relay, lnd).</summary>
    public bool SendsOnionMessages { get; init; }

    /// <summary>Takes an onion message as if a peer had sent it, and forwards it by its layer (Core Lightning's injectonionmessage).</summary>
    public bool InjectsOnionMessages { get; init; }

    /// <summary>
    /// What it shows was perhaps forwarded by the node already, since the node copies everything that it handles (lnd); else an
    /// <see cref="OnionMessageReceived"/> is ours alone to handle.
    /// </summary>
    public bool ShowsForwardedMessages { get; init; }

    /// <summary>Tells of messages that the node could not deliver (<see cref="OnionMessageUndeliverable"/>).</summary>
    public bool ReportsUndeliverable { get; init; }

    /// <summary>Opens the last layer itself and gives only what is in it (<see cref="OnionMessageOpened"/>): Core Lightning, eclair.</summary>
    public bool OpensOwnMessages { get; init; }

    /// <summary>Sends and receives other message types than those of the BOLTs: LSPS0.</summary>
    public bool CustomMessages { get; init; }

    /// <summary>Tells at once when a peer connects or disconnects.</summary>
    public bool PushesPresence { get; init; }

    /// <summary>Can find out whether a peer got a batch (<see cref="IMessageCarrier.DeliverAsync"/>).</summary>
    public bool Acknowledges { get; init; }

    /// <summary>Can open a connection (<see cref="IMessageCarrier.DialAsync"/>).</summary>
    public bool Dials { get; init; }
}
