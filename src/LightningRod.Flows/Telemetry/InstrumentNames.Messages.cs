namespace LightningRod.Flows.Telemetry;

public static partial class InstrumentNames
{
    /// <summary>Onion messages that came in; tags carrier, outcome.</summary>
    public const string Messages = "lightningrod.message.received";

    /// <summary>Triggers that were shown; tag outcome.</summary>
    public const string Triggers = "lightningrod.trigger.shown";

    /// <summary>Holds that were asked for or cancelled; tags request, outcome.</summary>
    public const string HoldRequests = "lightningrod.hold.asked";

    /// <summary>Batches of mail that were handed to a session; tags carrier, outcome.</summary>
    public const string MailBatches = "lightningrod.mail.batches";

    /// <summary>Messages of mail that reached their client or relay; tag carrier.</summary>
    public const string MailDelivered = "lightningrod.mail.delivered";

    /// <summary>Sessions that have a mailbox.</summary>
    public const string MailSessions = "lightningrod.mail.sessions";

    /// <summary>Relays for which messages are kept.</summary>
    public const string Links = "lightningrod.link.count";

    /// <summary>Dials of other relays; tag outcome.</summary>
    public const string LinkDials = "lightningrod.link.dials";

    /// <summary>LSPS0 requests; tags method, outcome.</summary>
    public const string Requests = "lightningrod.request.answered";

    /// <summary>Tries to wake a device; tags provider, outcome.</summary>
    public const string WakeUps = "lightningrod.wakeup.tries";

    /// <summary>Tag: what became of it.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Tag: the carrier's name.</summary>
    public const string CarrierTag = "carrier";

    /// <summary>Tag: <c>hold_request</c> or <c>hold_cancel</c>.</summary>
    public const string RequestTag = "request";

    /// <summary>Tag: the method; <c>other</c> for one that is not known.</summary>
    public const string MethodTag = "method";

    /// <summary>Tag: the provider's kind.</summary>
    public const string ProviderTag = "provider";
}
