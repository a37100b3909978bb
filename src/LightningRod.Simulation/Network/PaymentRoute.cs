using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>A node on the way of a payment.</summary>
/// <param name="Node">Its key.</param>
/// <param name="Channel">The channel by which it forwards; null at the payee.</param>
/// <param name="Policy">What it asks for that; null at the payee.</param>
public sealed record RouteHop(PublicKey Node, ShortChannelId? Channel, NodePolicy? Policy);

/// <summary>One part of a payment, ready to be sent: what a payer makes of a route.</summary>
public sealed class PaymentRoute : IDisposable
{
    private PaymentRoute(Msat amount, BlockHeight expiry, ByteString onion, SharedSecrets secrets) =>
        (Amount, Expiry, Onion, Secrets) = (amount, expiry, onion, secrets);

    /// <summary>Amount of the HTLC to the first hop, fees included.</summary>
    public Msat Amount { get; }

    /// <summary>Expiry height of the HTLC to the first hop.</summary>
    public BlockHeight Expiry { get; }

    /// <summary>The onion for the first hop.</summary>
    public ByteString Onion { get; }

    /// <summary>What opens a returned failure.</summary>
    public SharedSecrets Secrets { get; }

    /// <summary>Makes a part.</summary>
    /// <param name="hops">From the payer's peer to the payee.</param>
    /// <param name="amount">What the payee gets by this part.</param>
    /// <param name="finalExpiry">Expiry height at the payee; a payer adds its hold window to it.</param>
    /// <param name="hash">The payment hash.</param>
    /// <param name="payment">The payee's secret, and the sum of all parts.</param>
    /// <param name="sessionKey">A fresh key for this onion alone.</param>
    /// <param name="firstRecords">More records for the first hop, for example hold_nonce.</param>
    public static PaymentRoute Create(
        IReadOnlyList<RouteHop> hops, Msat amount, BlockHeight finalExpiry, PaymentHash hash,
            PaymentData payment, PrivateKey sessionKey, TlvStream firstRecords = default)
    {
        var payloads = new (PublicKey Key, PaymentPayload Payload)[hops.Count];
        var expiry = finalExpiry;
        payloads[^1] = (hops[^1].Node, new PaymentPayload { AmountToForward = amount, OutgoingCltv = expiry, PaymentData = payment });
        for (var i = hops.Count - 2; i >= 0; i--)
        {
            payloads[i] = (hops[i].Node, new PaymentPayload { AmountToForward = amount, OutgoingCltv = expiry, ShortChannelId = hops[i].Channel });
            amount = hops[i].Policy!.ToRelay().AmountToReceive(amount);
            expiry += hops[i].Policy!.CltvExpiryDelta;
        }

        payloads[0].Payload = payloads[0].Payload with { Unknown = firstRecords };
        return Of(payloads, amount, expiry, hash, sessionKey);
    }

    /// <summary>Makes a part from payloads that were made elsewhere, for example over a blinded path.</summary>
    /// <param name="payloads">Each hop's key, blinded on a blinded path, and payload.</param>
    /// <param name="amount">Amount of the HTLC to the first hop.</param>
    /// <param name="expiry">Expiry height of the HTLC to the first hop.</param>
    /// <param name="hash">The payment hash.</param>
    /// <param name="sessionKey">A fresh key for this onion alone.</param>
    public static PaymentRoute Of(
        IReadOnlyList<(PublicKey Key, PaymentPayload Payload)> payloads, Msat amount, BlockHeight expiry, PaymentHash hash, PrivateKey sessionKey)
    {
        var onion = PaymentOnion.Create(sessionKey, payloads, hash).Value;
        var secrets = Sphinx.DeriveSecrets(sessionKey, [.. payloads.Select(hop => new OnionHop(hop.Key, ByteString.Own(hop.Payload.ToArray())))]);
        return new PaymentRoute(amount, expiry, ByteString.Own(onion), secrets);
    }

    /// <inheritdoc/>
    public void Dispose() => Secrets.Dispose();
}
