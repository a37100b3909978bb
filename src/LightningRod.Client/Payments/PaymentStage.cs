namespace LightningRod.Client.Payments;

/// <summary>How far a payment has come. Each stage is stored before anything of it is done.</summary>
public enum PaymentStage
{
    /// <summary>The payee of an offer is asked for an invoice.</summary>
    AskingInvoice,

    /// <summary>The invoice is there; parts are to be planned.</summary>
    Planning,

    /// <summary>The hold is asked for, until the relay answers.</summary>
    AskingHold,

    /// <summary>The hold is accepted; the parts are being sent.</summary>
    SendingParts,

    /// <summary>All parts are committed; the payee is being told.</summary>
    TellingPayee,

    /// <summary>The relay has the word for the payee; the payer waits and may go offline.</summary>
    Waiting,

    /// <summary>The hold is being cancelled, until the relay answers.</summary>
    Cancelling,

    /// <summary>The payment will not be completed; parts that were sent are waited for.</summary>
    Returning,

    /// <summary>Over: every hash is paid.</summary>
    Done,

    /// <summary>Over: not paid, or not in full.</summary>
    Failed,
}
