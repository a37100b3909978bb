namespace LightningRod.Flows.Steps;

/// <summary>All names of steps.</summary>
public static class StepNames
{
    /// <summary>A hold was accepted and acknowledged.</summary>
    public const string HoldAccepted = "hold_accepted";

    /// <summary>A hold was refused; the detail names the code.</summary>
    public const string HoldRefused = "hold_refused";

    /// <summary>A hold was cancelled by its payer.</summary>
    public const string HoldCancelled = "hold_cancelled";

    /// <summary>An HTLC is held.</summary>
    public const string PartHeld = "part_held";

    /// <summary>An HTLC of a known payment hash is failed as it comes.</summary>
    public const string PartRefused = "part_refused";

    /// <summary>A trigger showed the right payment id in time.</summary>
    public const string TriggerObeyed = "trigger_obeyed";

    /// <summary>A trigger changed nothing; the detail says why.</summary>
    public const string TriggerIgnored = "trigger_ignored";

    /// <summary>A node was told to let an HTLC go.</summary>
    public const string PartReleased = "part_released";

    /// <summary>A node was told to fail an HTLC back.</summary>
    public const string PartFailedBack = "part_failed_back";

    /// <summary>A node says that an HTLC is settled.</summary>
    public const string PartSettled = "part_settled";

    /// <summary>A node says that an HTLC failed.</summary>
    public const string PartFailed = "part_failed";

    /// <summary>A node says that the outgoing HTLC is gone; the payer must come to know more.</summary>
    public const string OutgoingResolved = "outgoing_resolved";

    /// <summary>A message is kept for a client or another relay.</summary>
    public const string MessageKept = "message_kept";

    /// <summary>Kept messages reached their client or relay.</summary>
    public const string MessagesDelivered = "messages_delivered";

    /// <summary>A message was refused; the detail says why.</summary>
    public const string MessageDropped = "message_dropped";

    /// <summary>A client was asked to come online.</summary>
    public const string ClientWoken = "client_woken";

    /// <summary>A client registered a device.</summary>
    public const string DeviceRegistered = "device_registered";
}
