using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Bolt12;

/// <summary>How one kind of message is signed: by BIP 340 over the merkle root (BOLT 12, "Signature Calculation").</summary>
/// <remarks>The hash is tagged with the names of message and field, so a signature of one kind is none of another.</remarks>
public sealed class Bolt12Signature
{
    private readonly TaggedHash _tag;

    /// <summary>Prepares the signature field of a kind of message.</summary>
    /// <param name="messageName">Name of the TLV stream, for example <c>invoice_request</c>.</param>
    /// <param name="fieldName">Name of the field that holds the signature.</param>
    public Bolt12Signature(string messageName, string fieldName = "signature") => _tag = new TaggedHash("lightning" + messageName + fieldName);

    /// <summary><c>signature</c> of an <c>invoice_request</c>, by <c>invreq_payer_id</c>.</summary>
    public static Bolt12Signature InvoiceRequest { get; } = new("invoice_request");

    /// <summary><c>signature</c> of an <c>invoice</c>, by <c>invoice_node_id</c>.</summary>
    public static Bolt12Signature Invoice { get; } = new("invoice");

    /// <summary><c>signature</c> of a static invoice, by <c>invoice_node_id</c> (BOLT 12, pull 1149).</summary>
    public static Bolt12Signature StaticInvoice { get; } = new("static_invoice");

    /// <summary>The 32 bytes that are signed.</summary>
    /// <param name="records">The message's records; signatures among them do not count.</param>
    /// <exception cref="ArgumentException">There is no record but signatures.</exception>
    public Bytes32 Digest(TlvStream records) => Digest(MerkleTree.Root(records));

    /// <summary>Signs a message.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="records">The message's records; signatures among them do not count.</param>
    /// <param name="auxiliary">32 bytes of auxiliary randomness, or none for 32 random bytes.</param>
    /// <returns>64 bytes.</returns>
    /// <exception cref="ArgumentException">There is no record but signatures, or the auxiliary randomness has another length.</exception>
    public ByteString Sign(PrivateKey key, TlvStream records, ReadOnlySpan<byte> auxiliary = default) =>
        ByteString.Own(Bip340.Sign(key, Digest(records).Span, auxiliary));

    /// <summary>Verifies a signature.</summary>
    /// <param name="key">The public key; its parity does not matter.</param>
    /// <param name="records">The message's records; signatures among them do not count.</param>
    /// <param name="signature">64 bytes.</param>
    /// <returns>False also for another length and when there is no record but signatures.</returns>
    public bool Verify(PublicKey key, TlvStream records, ReadOnlySpan<byte> signature) =>
        MerkleTree.TryRoot(records, out var root) && key.ToXOnly().Verify(Digest(root).Span, signature);

    private Bytes32 Digest(Bytes32 root)
    {
        Span<byte> digest = stackalloc byte[Bytes32.Size];
        _tag.Hash(digest, root.Span);
        return new(digest);
    }
}
