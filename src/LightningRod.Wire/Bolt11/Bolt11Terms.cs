using System.Text;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt11;

/// <summary>All that a payee says in an invoice, without its signature (BOLT 11). <see cref="Sign"/> makes the invoice.</summary>
/// <remarks>
/// Fields are written in this order, each only when it says something: <c>s p d h m n x c f r 9</c>, then <see cref="OtherFields"/> as they
/// stand; the amount with the largest multiplier that fits. An invoice that came in another order keeps it, because its signature covers it.
/// Terms that no reader would understand as they were meant are refused when they are signed, with the rule that the reader would tell.
/// </remarks>
public sealed record Bolt11Terms
{
    /// <summary>Expiry without an <c>x</c> field, seconds.</summary>
    public const ulong DefaultExpiry = 3_600;

    /// <summary>Delta for the last hop without a <c>c</c> field, blocks.</summary>
    public const uint DefaultMinFinalCltvExpiryDelta = 18;

    /// <summary>Latest timestamp that 35 bits hold, unix seconds.</summary>
    public const ulong MaxTimestamp = (1UL << 35) - 1;

    /// <summary>The features that an invoice may demand; a payer must not pay one that demands others (BOLT 9, context 9, and trampoline).</summary>
    public static ReadOnlySpan<int> KnownFeatures =>
    [
        FeatureBit.VarOnion, FeatureBit.PaymentSecret, FeatureBit.BasicMpp, FeatureBit.RouteBlinding, FeatureBit.PaymentMetadata,
        FeatureBit.Trampoline, FeatureBit.TrampolinePrototype,
    ];

    /// <summary>The currency.</summary>
    public Bolt11Currency Currency { get; init; }

    /// <summary>The amount, msat, above zero and at most <see cref="Msat.Max"/>; null when the payer chooses it.</summary>
    public Msat? Amount { get; init; }

    /// <summary>When the invoice was made, unix seconds, UTC, at most <see cref="MaxTimestamp"/>.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary><c>p</c>: what the payment is locked to.</summary>
    public required PaymentHash PaymentHash { get; init; }

    /// <summary><c>s</c>: proves to the payee that the payer has the invoice.</summary>
    public required PaymentSecret PaymentSecret { get; init; }

    /// <summary>
    /// <c>d</c>: what is paid for, at most 639 bytes of UTF-8; null when there is a hash. A stranger wrote it: clean it before it is shown.
    /// </summary>
    public string? Description { get; init; }

    /// <summary><c>h</c>: SHA-256 of a description that is told elsewhere. Null when there is a description; one of the two must be there.</summary>
    public Bytes32? DescriptionHash { get; init; }

    /// <summary><c>m</c>: bytes that the payer puts into the onion for the payee, at most 639.</summary>
    public ByteString? PaymentMetadata { get; init; }

    /// <summary><c>n</c>: the key that must have signed; null when it is recovered from the signature.</summary>
    public PublicKey? PayeeKey { get; init; }

    /// <summary><c>x</c>: how long after <see cref="Timestamp"/> the invoice can be paid, seconds; null for <see cref="DefaultExpiry"/>.</summary>
    public ulong? Expiry { get; init; }

    /// <summary><c>c</c>: blocks that the last HTLC must have left; null for <see cref="DefaultMinFinalCltvExpiryDelta"/>.</summary>
    public uint? MinFinalCltvExpiryDelta { get; init; }

    /// <summary><c>f</c>: on-chain addresses, the preferred one first.</summary>
    public IReadOnlyList<Bolt11Fallback> Fallbacks { get; init; } = [];

    /// <summary><c>r</c>: ways to a payee without a public channel, the preferred one first.</summary>
    public IReadOnlyList<RouteHint> RouteHints { get; init; } = [];

    /// <summary><c>9</c>: feature bits; none demanded but <see cref="KnownFeatures"/>, and basic_mpp only with payment_secret.</summary>
    public Features Features { get; init; }

    /// <summary>
    /// Fields that a reader skips, in their order: unknown tags, addresses of unknown versions, repeated fields of which the first counts, and
    /// <c>p</c>, <c>h</c>, <c>s</c> and <c>n</c> of a wrong length (see <see cref="Bolt11Invoice"/>).
    /// </summary>
    public IReadOnlyList<Bolt11Field> OtherFields { get; init; } = [];

    /// <summary>The last moment in which the invoice can be paid, unix seconds, UTC.</summary>
    public ulong ExpiresAt
    {
        get
        {
            var expiry = Expiry ?? DefaultExpiry;
            return expiry > ulong.MaxValue - Timestamp ? ulong.MaxValue : Timestamp + expiry;
        }
    }

    /// <summary>Whether the time to pay has passed.</summary>
    /// <param name="now">The present time, unix seconds, UTC.</param>
    public bool IsExpired(ulong now) => now > ExpiresAt;

    /// <summary>Whether a text told elsewhere is the one whose hash stands in the invoice.</summary>
    /// <param name="description">The text.</param>
    public bool IsDescribedBy(string description) => DescriptionHash == Bytes32.Sha256(Encoding.UTF8.GetBytes(description));

    /// <summary>What is signed: SHA-256 of the human-readable part and of the data as bytes, padded with zero bits.</summary>
    /// <returns>The hash, or the rule that the terms break.</returns>
    public Result<Bytes32> SigningHash()
    {
        var prefix = Prefix();
        return Bolt11Writer.Write(this, prefix.Length + 1).Map(words => new Bolt11Text(prefix, words).SigningHash());
    }

    /// <summary>Signs the terms.</summary>
    /// <param name="key">The payee's key; the one of <see cref="PayeeKey"/> where that is set.</param>
    /// <returns>The invoice, or the rule that the terms break, its offset in the text that would have come out.</returns>
    public Result<Bolt11Invoice> Sign(PrivateKey key) => SigningHash().Then(hash => WithSignature(RecoverableSignature.Sign(key, hash.Span)));

    /// <summary>Puts a signature to the terms that was made elsewhere, over <see cref="SigningHash"/>.</summary>
    /// <param name="signature">The signature.</param>
    /// <returns>The invoice, or the rule that terms or signature break. Without <see cref="PayeeKey"/>, compare the invoice's payee.</returns>
    public Result<Bolt11Invoice> WithSignature(RecoverableSignature signature)
    {
        var prefix = Prefix();
        // Reading it back finds the terms that break a rule, and other fields that would be taken for typed ones.
        return Bolt11Writer.Write(this, prefix.Length + 1)
            .Then(words => new Bolt11Text(prefix, words).WithSignature(signature))
            .Then(text => Bolt11Invoice.Decode(text))
            .Then<Bolt11Invoice>(invoice => invoice.Terms == this
                ? invoice
                : new WireError(WireRule.ForbiddenField, prefix.Length + 1, "a field would be read as another one: an unknown version, or a known tag"));
    }

    /// <inheritdoc/>
    public bool Equals(Bolt11Terms? other) =>
        other is not null
        && (Currency, Amount, Timestamp) == (other.Currency, other.Amount, other.Timestamp)
        && (PaymentHash, PaymentSecret) == (other.PaymentHash, other.PaymentSecret)
        && (Description, DescriptionHash, PaymentMetadata) == (other.Description, other.DescriptionHash, other.PaymentMetadata)
        && (PayeeKey, Expiry, MinFinalCltvExpiryDelta) == (other.PayeeKey, other.Expiry, other.MinFinalCltvExpiryDelta)
        && Features == other.Features
        && Fallbacks.SequenceEqual(other.Fallbacks)
        && RouteHints.SequenceEqual(other.RouteHints)
        && OtherFields.SequenceEqual(other.OtherFields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(PaymentHash, Timestamp, Amount);

    private string Prefix() => new Bolt11Prefix(Currency, Amount).ToString();
}
