using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>A message that lacks its signature. The key may be here or with someone else who signs <see cref="Digest"/>.</summary>
/// <typeparam name="T">The signed message.</typeparam>
public sealed class UnsignedMessage<T>
    where T : Bolt12Message
{
    private readonly Bolt12Signature _scheme;
    private readonly BytesParser<T> _parse;

    internal UnsignedMessage(TlvStream records, Bolt12Signature scheme, BytesParser<T> parse) =>
        (Records, _scheme, _parse) = (records, scheme, parse);

    /// <summary>The records without the signature.</summary>
    public TlvStream Records { get; }

    /// <summary>The 32 bytes to sign by BIP 340.</summary>
    /// <exception cref="ArgumentException">There is no record.</exception>
    public Bytes32 Digest => _scheme.Digest(Records);

    /// <summary>Signs the message.</summary>
    /// <param name="key">The private key of the payer id or node id that the message tells.</param>
    /// <returns>The message, or the rule that a reader would refuse it for, <see cref="WireRule.BadSignature"/> for another key.</returns>
    /// <exception cref="ArgumentException">There is no record.</exception>
    public Result<T> Sign(PrivateKey key) => Complete(_scheme.Sign(key, Records));

    /// <summary>Adds a signature of <see cref="Digest"/> that was made elsewhere.</summary>
    /// <param name="signature">64 bytes.</param>
    /// <returns>The message, or the rule that a reader would refuse it for.</returns>
    public Result<T> Complete(ReadOnlySpan<byte> signature) =>
        _parse(new TlvWriter().AddRange(Records).Add(InvoiceTlv.Signature, signature).ToArray());
}
