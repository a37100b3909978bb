namespace LightningRod.Actors.Mailbox;

/// <summary>Why a client is woken; later ones are more urgent.</summary>
public enum WakeUpReason
{
    /// <summary>There is mail.</summary>
    MessageWaiting,

    /// <summary>An HTLC for the client waits until its channel is active.</summary>
    PaymentWaiting,

    /// <summary>An HTLC of the client ended or failed, and can be removed only when the client is there.</summary>
    ReturnWaiting,

    /// <summary>An HTLC of the client was settled, and can be settled with the client only when it is there.</summary>
    PreimageWaiting,

    /// <summary>An HTLC of the client expires in a few blocks; then its channel closes.</summary>
    ExpirySoon,
}
