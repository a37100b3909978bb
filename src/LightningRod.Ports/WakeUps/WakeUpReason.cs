namespace LightningRod.Ports.WakeUps;

/// <summary>Why a client is asked to come online. It goes to third parties, so it says nothing about a payment.</summary>
public enum WakeUpReason
{
    /// <summary>A device was registered; the first and only wake-up that is sent without a need (bLIP 55, <c>lsps5.webhook_registered</c>).</summary>
    Registered,

    /// <summary>Mail waits (<c>lsps5.onion_message_incoming</c>).</summary>
    MessageWaiting,

    /// <summary>An HTLC waits for the client to be there (<c>lsps5.payment_incoming</c>).</summary>
    PaymentIncoming,

    /// <summary>A part of an own payment is resolved downstream or settled; come for the preimage.</summary>
    PreimageWaiting,

    /// <summary>A part of an own payment failed; come for what returns.</summary>
    ReturnWaiting,

    /// <summary>An HTLC nears its expiry; the channel would close (<c>lsps5.expiry_soon</c>).</summary>
    ExpirySoon,
}
