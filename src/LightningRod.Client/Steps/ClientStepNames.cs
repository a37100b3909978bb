namespace LightningRod.Client.Steps;

/// <summary>All names of steps.</summary>
public static class ClientStepNames
{
    /// <summary>The session to the relay is open.</summary>
    public const string RelayConnected = "relay_connected";

    /// <summary>The session to the relay is over; the detail says why.</summary>
    public const string RelayLost = "relay_lost";

    /// <summary>A payment is stored with its parts; nothing has been sent.</summary>
    public const string PaymentPlanned = "payment_planned";

    /// <summary>The relay has taken an invoice request for the payee of an offer.</summary>
    public const string InvoiceRequested = "invoice_requested";

    /// <summary>The payee of an offer sent its invoice.</summary>
    public const string InvoiceReceived = "invoice_received";

    /// <summary>A hold request is on its way to the relay.</summary>
    public const string HoldRequested = "hold_requested";

    /// <summary>The relay accepted the hold.</summary>
    public const string HoldAccepted = "hold_accepted";

    /// <summary>The relay refused the hold; the detail names the code.</summary>
    public const string HoldRefused = "hold_refused";

    /// <summary>An HTLC of the payment is committed.</summary>
    public const string PartSent = "part_sent";

    /// <summary>The wallet does not send an HTLC; the detail says why.</summary>
    public const string PartRefused = "part_refused";

    /// <summary>The word for the payee is on its way to the relay.</summary>
    public const string PaymentPendingSent = "payment_pending_sent";

    /// <summary>The relay has taken the word for the payee: the payer may go offline.</summary>
    public const string PaymentPendingAccepted = "payment_pending_accepted";

    /// <summary>The client stopped.</summary>
    public const string GoneOffline = "gone_offline";

    /// <summary>The payee said that it is ready. It proves nothing.</summary>
    public const string PaymentReadyReceived = "payment_ready_received";

    /// <summary>A cancel is on its way to the relay.</summary>
    public const string HoldCancelRequested = "hold_cancel_requested";

    /// <summary>The relay cancelled the hold: its parts will fail.</summary>
    public const string HoldCancelled = "hold_cancelled";

    /// <summary>An HTLC of the payment is settled.</summary>
    public const string PartSettled = "part_settled";

    /// <summary>An HTLC of the payment came back; the detail says why, as far as the wallet can read it.</summary>
    public const string PartFailed = "part_failed";

    /// <summary>Every payment hash is paid.</summary>
    public const string PaymentDone = "payment_done";

    /// <summary>The payment is over and not paid, or not in full; the detail says why.</summary>
    public const string PaymentFailed = "payment_failed";

    /// <summary>An invoice or an offer was made.</summary>
    public const string InvoiceMade = "invoice_made";

    /// <summary>The relay has taken an invoice for the payer of an offer.</summary>
    public const string InvoiceSent = "invoice_sent";

    /// <summary>A payer said that a payment of one of the own invoices is held; it is stored.</summary>
    public const string PaymentPendingReceived = "payment_pending_received";

    /// <summary>The word that the payee is ready is on its way to the relay, or to the node that was dialled.</summary>
    public const string PaymentReadySent = "payment_ready_sent";

    /// <summary>An HTLC for one of the own invoices came.</summary>
    public const string PartArrived = "part_arrived";

    /// <summary>An HTLC for one of the own invoices is failed; the detail says why.</summary>
    public const string PartRejected = "part_rejected";

    /// <summary>All HTLCs of an invoice are claimed.</summary>
    public const string PaymentClaimed = "payment_claimed";
}
