namespace LightningRod.Wire.Numbers;

/// <summary>Why a hold was refused: <c>error_code</c> of a <c>hold_ack</c> (Lightning Rod, docs/protocol.md).</summary>
public static class HoldErrorCode
{
    /// <summary>The signature is missing or is not the client's.</summary>
    [WireNumber("bad_signature", "LightningRod", Dialect.LightningRod)]
    public const ushort BadSignature = 1;

    /// <summary>The client has no channel here, or may not ask for holds.</summary>
    [WireNumber("unknown_client", "LightningRod", Dialect.LightningRod)]
    public const ushort UnknownClient = 2;

    /// <summary>One of the payment hashes is in another hold of this client.</summary>
    [WireNumber("hash_taken", "LightningRod", Dialect.LightningRod)]
    public const ushort HashTaken = 3;

    /// <summary>The payment id's hash names another hold of this client, also one that is over.</summary>
    [WireNumber("payment_id_taken", "LightningRod", Dialect.LightningRod)]
    public const ushort PaymentIdTaken = 4;

    /// <summary>The expiry height has passed, or leaves too few blocks.</summary>
    [WireNumber("expiry_passed", "LightningRod", Dialect.LightningRod)]
    public const ushort ExpiryPassed = 5;

    /// <summary>The expiry height is beyond the longest hold window.</summary>
    [WireNumber("expiry_too_far", "LightningRod", Dialect.LightningRod)]
    public const ushort ExpiryTooFar = 6;

    /// <summary>More payment hashes than this LSP takes in one hold.</summary>
    [WireNumber("too_many_hashes", "LightningRod", Dialect.LightningRod)]
    public const ushort TooManyHashes = 7;

    /// <summary>The amount is above what this LSP holds for the client.</summary>
    [WireNumber("amount_too_large", "LightningRod", Dialect.LightningRod)]
    public const ushort AmountTooLarge = 8;

    /// <summary>The client has as many holds as it may have.</summary>
    [WireNumber("limit_reached", "LightningRod", Dialect.LightningRod)]
    public const ushort LimitReached = 9;

    /// <summary>Try again in a moment.</summary>
    [WireNumber("busy", "LightningRod", Dialect.LightningRod)]
    public const ushort Busy = 10;

    /// <summary>There is no such hold to cancel.</summary>
    [WireNumber("unknown_hold", "LightningRod", Dialect.LightningRod)]
    public const ushort UnknownHold = 11;

    /// <summary>The hold is open or over and can not be cancelled.</summary>
    [WireNumber("too_late", "LightningRod", Dialect.LightningRod)]
    public const ushort TooLate = 12;

    /// <summary>The request breaks a rule; the text names it.</summary>
    [WireNumber("malformed", "LightningRod", Dialect.LightningRod)]
    public const ushort Malformed = 13;
}
