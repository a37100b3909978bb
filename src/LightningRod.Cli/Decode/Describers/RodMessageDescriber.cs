using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>A Lightning Rod message as the record of an onion message that it is (docs/protocol.md).</summary>
internal static class RodMessageDescriber
{
    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context)
    {
        if (!TlvStream.Parse(bytes).TryGet(out var records, out var error)) return error;
        if (records.Count != 1) return new WireError(WireRule.Unrecognized, 0, "a Lightning Rod message is one record: type, length, value");
        var start = bytes.Length - records[0].Value.Length;
        return RodMessage.Parse(records[0]).TryGet(out var message, out error)
            ? DecodedNode.Object(new Fields(nameof(OnionMessageTlv)).Add(message.Type, Describe(message, context)))
            : error.Within(error.Rule == WireRule.Unrecognized ? 0 : start);
    }

    internal static DecodedNode Describe(RodMessage message, DecodeContext context) => DecodedNode.Object(message switch
    {
        HoldRequest request => new Fields(nameof(HoldRequestTlv))
            .Add(HoldRequestTlv.PaymentIdHash, Values.Word(request.PaymentIdHash.ToString()))
            .Add(HoldRequestTlv.PaymentHashes, Hashes(request.PaymentHashes))
            .Add(HoldRequestTlv.ExpiryHeight, Height(request.ExpiryHeight))
            .Add(HoldRequestTlv.MaxAmount, Values.Amount(request.MaxAmount))
            .Add(HoldRequestTlv.ClientNodeId, Values.Hex(request.Client?.ClientNodeId))
            .Add(HoldRequestTlv.Signature, Signature(request))
            .Add("signature_valid", IsSigned(request, context))
            .AddUnknown(request.Unknown),
        HoldAck ack => new Fields(nameof(HoldAckTlv))
            .Add(HoldAckTlv.PaymentIdHash, Values.Word(ack.PaymentIdHash.ToString()))
            .Add(HoldAckTlv.ExpiryHeight, Height(ack.Accepted?.ExpiryHeight))
            .Add(HoldAckTlv.ErrorCode, Code(ack.Refused))
            .Add(HoldAckTlv.Error, Values.Text(ack.Refused?.Text))
            .Add(HoldAckTlv.ReturnDelta, Values.Number(ack.Accepted?.ReturnDelta, "blocks"))
            .Add(HoldAckTlv.Cancelled, ack.Cancelled ? Values.Flag(true) : null)
            .AddUnknown(ack.Unknown),
        HoldCancel cancel => new Fields(nameof(HoldCancelTlv))
            .Add(HoldCancelTlv.PaymentIdHash, Values.Word(cancel.PaymentIdHash.ToString()))
            .Add(HoldCancelTlv.ClientNodeId, Values.Hex(cancel.Client?.ClientNodeId))
            .Add(HoldCancelTlv.Signature, Signature(cancel))
            .Add("signature_valid", IsSigned(cancel, context))
            .AddUnknown(cancel.Unknown),
        PaymentPending pending => new Fields(nameof(PaymentPendingTlv))
            .Add(PaymentPendingTlv.PaymentHashes, Hashes(pending.PaymentHashes))
            .Add(PaymentPendingTlv.Amount, Values.Amount(pending.Amount))
            .Add(PaymentPendingTlv.PayerNote, Values.Text(pending.PayerNote))
            .Add(PaymentPendingTlv.PaymentId, pending.Literal is { } literal ? Values.Secret(literal.PaymentId.Value.Span, context) : null)
            .Add(PaymentPendingTlv.Route, Route(pending.Literal))
            .Add(PaymentPendingTlv.IntroductionAddresses, pending.IntroductionAddresses.Count == 0
                ? null
                : Values.List(pending.IntroductionAddresses, address => Values.Word(address.ToString())))
            .AddUnknown(pending.Unknown),
        PaymentReady ready => new Fields(nameof(PaymentReadyTlv))
            .Add(PaymentReadyTlv.PaymentHashes, Hashes(ready.PaymentHashes))
            .AddUnknown(ready.Unknown),
        NonceRelease release => new Fields(nameof(NonceReleaseTlv))
            .Add(NonceReleaseTlv.Nonce, Values.Secret(release.Nonce.Value.Span, context))
            .Add("nonce_hash", Values.Word(release.Nonce.Hash().ToString()))
            .Add(NonceReleaseTlv.ClientNodeId, Values.Hex(release.ClientNodeId))
            .AddUnknown(release.Unknown),
        _ => new Fields(nameof(OnionMessageTlv)).Add("value", Values.Bytes(message.ToArray())),
    });

    private static DecodedNode? Hashes(PaymentHashList list) => Values.List(list.Hashes, hash => Values.Word(hash.ToString()));

    private static DecodedNode? Height(BlockHeight? height) => Values.Number(height?.Value);

    private static DecodedNode? Signature(SignedRodMessage message) => message.Client is { } client ? Values.Bytes(client.Signature.ToArray()) : null;

    /// <summary>The signature counts for one relay, so only that relay's key can tell.</summary>
    private static DecodedNode? IsSigned(SignedRodMessage message, DecodeContext context) =>
        message.Client is null || context.Key is not { } key ? null
        : message.VerifySignature(new NodeId(key.PublicKey)) ? Values.Flag(true, "yes, by client_node_id for this relay")
        : Values.Flag(false, "no, not for this relay");

    private static DecodedNode? Code(HoldRefusal? refusal) => refusal is null ? null : DecodedNode.Value(
        FormattableString.Invariant($"{refusal.Code} {WireNumbers.Find(nameof(HoldErrorCode), refusal.Code)?.Name}").TrimEnd(), refusal.Code);

    private static DecodedNode? Route(LiteralTrigger? literal) => literal is not { } value ? null : DecodedNode.Object(new Fields()
        .Add("lsp", Values.Word(value.Lsp.ToString()))
        .Add("payer", Values.Word(value.Payer.ToString())));
}
