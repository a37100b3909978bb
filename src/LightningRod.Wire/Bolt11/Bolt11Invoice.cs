using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Bolt11;

/// <summary>An invoice whose signature was checked: what a payee asks for, and who the payee is (BOLT 11).</summary>
/// <remarks>
/// What is read: of a field that is repeated the first counts; <c>x</c>, <c>c</c> and <c>9</c> that begin with a zero word, amounts with leading
/// zeros and padding bits that are not zero are refused. Where the specification contradicts itself, in fields <c>p</c>, <c>h</c>, <c>s</c> and
/// <c>n</c> of a wrong length, its example is followed and not its newer sentence ("MUST fail the payment", December 2025): such a field is
/// skipped, and the invoice refused only when it lacks a right one that it needs. An <c>n</c> of the right length must be a point of the curve,
/// and then the signature is verified with it and must have low s; without one the key is recovered, and high s is accepted.
/// </remarks>
public sealed record Bolt11Invoice
{
    /// <summary>Longest invoice that is read or written, characters; what a reader allocates is proportional to the text.</summary>
    public const int MaxLength = Bech32.MaxLimit;

    private Bolt11Invoice(string text, Bolt11Terms terms, PublicKey payee, RecoverableSignature signature) =>
        (Text, Terms, Payee, Signature) = (text, terms, payee, signature);

    /// <summary>The invoice as a payer gets it, in lower case. It holds the payment secret: not for logs.</summary>
    public string Text { get; }

    /// <summary>What the payee says.</summary>
    public Bolt11Terms Terms { get; }

    /// <summary>The key that signed: the payee's node id.</summary>
    public PublicKey Payee { get; }

    /// <summary>The signature over <see cref="Bolt11Terms.SigningHash"/>, or over the same fields in the order in which the invoice came.</summary>
    public RecoverableSignature Signature { get; }

    /// <summary>Reads an invoice and checks its signature.</summary>
    /// <param name="text">The whole text, all lower or all upper case, without <c>lightning:</c> before it.</param>
    /// <returns>
    /// The invoice, or with the offset in characters what <see cref="Bech32.Decode"/> gives and: <see cref="WireRule.BadPrefix"/> for another
    /// currency or a malformed amount; <see cref="WireRule.NotMinimal"/>; <see cref="WireRule.ValueOutOfRange"/> for an amount above 21 million
    /// bitcoin or with a fraction of a millisatoshi, and for numbers that are too large; <see cref="WireRule.UnexpectedEnd"/>;
    /// <see cref="WireRule.WrongLength"/>; <see cref="WireRule.BadPadding"/>; <see cref="WireRule.NotUtf8"/>; <see cref="WireRule.NotAPoint"/>;
    /// <see cref="WireRule.MissingField"/> without <c>p</c>, <c>s</c> and one of <c>d</c> and <c>h</c>, and for a feature on which another
    /// depends; <see cref="WireRule.ForbiddenField"/> for <c>d</c> and <c>h</c> together; <see cref="WireRule.UnknownRequiredFeature"/>;
    /// <see cref="WireRule.BadSignature"/>.
    /// </returns>
    public static Result<Bolt11Invoice> Decode(ReadOnlySpan<char> text)
    {
        if (!Bech32.Decode(text, MaxLength).TryGet(out var parts, out var error)) return error;
        if (parts.Variant != Bech32Variant.Bech32)
            return new WireError(WireRule.BadChecksum, text.Length - Bech32.ChecksumLength, "an invoice has the checksum of Bech32, not of Bech32m");
        if (!Bolt11Prefix.Parse(parts.Prefix).TryGet(out var prefix, out error)) return error;

        var length = parts.Words.Length - Bolt11Text.SignatureWords;
        if (length < Bolt11Reader.TimestampWords)
            return new WireError(WireRule.UnexpectedEnd, text.Length - Bech32.ChecksumLength, "no room for a timestamp and a signature");
        var words = parts.Words.Slice(0, length);
        var start = parts.Prefix.Length + 1;
        if (!Bolt11Reader.Read(prefix, words, start).TryGet(out var terms, out error)) return error;

        // 104 words are 65 bytes exactly, so there is no padding that could be wrong.
        var bytes = Bech32.ToBytes(parts.Words.Span[length..]).Value;
        var signature = new RecoverableSignature(ByteString.Own(bytes.AsMemory(0, RecoverableSignature.CompactSize)), bytes[^1]);
        var hash = new Bolt11Text(parts.Prefix, words).SigningHash();
        if (!IsSigned(terms, signature, hash.Span, out var payee))
            return new WireError(WireRule.BadSignature, start + length, "the signature is not the payee's, or no key could have made it");
        return new Bolt11Invoice(Lower(text), terms, payee, signature);
    }

    /// <summary>Prefix and payment hash: enough to find it, without the payment secret.</summary>
    public override string ToString() => $"{Text.AsSpan(0, Text.LastIndexOf('1'))} {Terms.PaymentHash}";

    private static bool IsSigned(Bolt11Terms terms, RecoverableSignature signature, ReadOnlySpan<byte> hash, out PublicKey payee)
    {
        payee = terms.PayeeKey.GetValueOrDefault();
        if (terms.PayeeKey is null) return signature.TryRecover(hash, out payee);
        return signature.RecoveryId <= 3 && signature.Verify(payee, hash);
    }

    private static string Lower(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('A', 'Z')
            ? string.Create(text.Length, text, (lower, upper) => upper.ToLowerInvariant(lower))
            : new string(text);
}
