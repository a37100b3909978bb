using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Rod;

/// <summary><c>payment_pending</c>, payer to payee: a payment of yours is held; say when you are ready (sketch, step 4).</summary>
/// <param name="PaymentHashes">The held payment's hashes.</param>
public sealed record PaymentPending(PaymentHashList PaymentHashes) : RodMessage
{
    /// <summary>Longest note, bytes of UTF-8.</summary>
    public const int MaxNoteLength = 512;

    /// <summary>Most addresses that are read.</summary>
    public const int MaxAddresses = 8;

    /// <inheritdoc/>
    public override ulong Type => OnionMessageTlv.PaymentPending;

    /// <summary>What the payee gets, without fees; at most 21 million bitcoin.</summary>
    public Msat? Amount { get; init; }

    /// <summary>A note of the payer, at most 512 bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">It is longer.</exception>
    public string? PayerNote { get; init => field = BoundedText.Check(value, MaxNoteLength); }

    /// <summary>Where the reply path's introduction node can be dialled, since gossip does not know it; at most 8.</summary>
    /// <exception cref="ArgumentException">There are more.</exception>
    public ValueList<NetworkAddress> IntroductionAddresses
    {
        get;
        init => field = value.Count <= MaxAddresses ? value : throw new ArgumentException($"At most {MaxAddresses} addresses.", nameof(value));
    }

    /// <summary>The seed's wording: the payment id and the way back in the clear, in place of a reply path.</summary>
    public LiteralTrigger? Literal { get; init; }

    /// <summary>Reads the value of the record.</summary>
    /// <param name="bytes">The TLV stream.</param>
    public static Result<PaymentPending> Parse(ReadOnlySpan<byte> bytes)
    {
        PaymentHashList? hashes = null;
        Msat? amount = null;
        string? note = null;
        PaymentId? paymentId = null;
        (NodeId Lsp, NodeId Payer)? route = null;
        ValueList<NetworkAddress> addresses = [];
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case PaymentPendingTlv.PaymentHashes: hashes = PaymentHashList.Read(ref value); break;
                case PaymentPendingTlv.Amount: amount = value.ReadTruncatedMsat(); break;
                case PaymentPendingTlv.PayerNote: note = value.ReadUtf8(MaxNoteLength); break;
                case PaymentPendingTlv.PaymentId: paymentId = new(value.ReadBytes32()); break;
                case PaymentPendingTlv.Route: route = (value.ReadNodeId(), value.ReadNodeId()); break;
                case PaymentPendingTlv.IntroductionAddresses: addresses = [.. NetworkAddress.ReadList(ref value, MaxAddresses)]; break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        tlvs.Require(hashes is not null, "payment_hashes");
        tlvs.Require((paymentId is null) == (route is null), paymentId is null ? "payment_id" : "route");
        return tlvs.Failed
            ? tlvs.Error
            : new PaymentPending(hashes!)
            {
                Amount = amount,
                PayerNote = note,
                IntroductionAddresses = addresses,
                Literal = paymentId is { } pid && route is var (lsp, payer) ? new LiteralTrigger(pid, lsp, payer) : null,
                Unknown = tlvs.Unknowns,
            };
    }

    private protected override TlvWriter Write(TlvWriter writer) => writer
        .Add(PaymentPendingTlv.PaymentHashes, PaymentHashes.WriteTo)
        .AddTruncated(PaymentPendingTlv.Amount, Amount?.Value)
        .AddUtf8(PaymentPendingTlv.PayerNote, PayerNote)
        .AddBytes32(PaymentPendingTlv.PaymentId, Literal?.PaymentId.Value)
        .AddWhen(PaymentPendingTlv.Route, Literal, static (w, v) => w.WriteNodeId(v.Lsp).WriteNodeId(v.Payer))
        .AddWhen(PaymentPendingTlv.IntroductionAddresses, IntroductionAddresses is { Count: > 0 } some ? some : default(ValueList<NetworkAddress>?), static (w, v) => NetworkAddress.WriteList(w, v));
}
