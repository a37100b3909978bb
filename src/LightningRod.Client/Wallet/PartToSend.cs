using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Wallet;

/// <summary>An HTLC that a wallet is to offer.</summary>
/// <param name="Reference">This library's name for it, at most 80 characters; the same for every attempt.</param>
/// <param name="Peer">To whom.</param>
/// <param name="Hash">What it is locked to.</param>
/// <param name="Amount">How much, fees included.</param>
/// <param name="Expiry">Its expiry height.</param>
/// <param name="Onion">The onion for the peer, 1366 bytes.</param>
public sealed record PartToSend(string Reference, NodeId Peer, PaymentHash Hash, Msat Amount, BlockHeight Expiry, ByteString Onion);

/// <summary>What became of an HTLC that was to be sent.</summary>
/// <param name="Refusal">Why the wallet does not send it, for people; null when it is committed.</param>
public readonly record struct SendPartOutcome(string? Refusal)
{
    /// <summary>It is irrevocably committed, or was before.</summary>
    public static SendPartOutcome Sent => default;

    /// <summary>It is not sent and will not be.</summary>
    /// <param name="why">One phrase for people.</param>
    public static SendPartOutcome Refused(string why) => new(why);
}
