using LightningRod.Wire.Encodings;

namespace LightningRod.Wire.Onion;

/// <summary>Which records of a <see cref="PaymentPayload"/> may and must stand together (BOLT 4, "Payload Format", the reader's requirements).</summary>
internal static class PaymentPayloadRules
{
    /// <summary>The rule that a payload breaks, or null.</summary>
    internal static WireError? Broken(PaymentPayload payload, bool isFinal, bool htlcHasPathKey)
    {
        if (payload.EncryptedRecipientData is not null) return Blinded(payload, isFinal, htlcHasPathKey);
        if (htlcHasPathKey) return Missing("encrypted_recipient_data");
        // A path key without data of its own belongs to the trampoline onion inside.
        if (payload.CurrentPathKey is not null && payload.TrampolineOnion is null) return Forbidden("current_path_key without encrypted_recipient_data");
        if (payload.AmountToForward is null) return Missing("amt_to_forward");
        if (payload.OutgoingCltv is null) return Missing("outgoing_cltv_value");
        if (!isFinal && payload.ShortChannelId is null && payload.OutgoingNodeId is null && payload.RecipientBlindedPaths is null)
            return Missing("short_channel_id or outgoing_node_id");
        return null;
    }

    private static WireError? Blinded(PaymentPayload payload, bool isFinal, bool htlcHasPathKey)
    {
        if (htlcHasPathKey && payload.CurrentPathKey is not null) return Forbidden("current_path_key beside the HTLC's own path_key");
        if (!htlcHasPathKey && payload.CurrentPathKey is null) return Missing("current_path_key");

        var bare = payload with { EncryptedRecipientData = null, CurrentPathKey = null };
        if (!isFinal) return bare == new PaymentPayload { Dialect = bare.Dialect } ? null : Forbidden("other records than encrypted data at a forwarding node of a blinded path");
        if (payload.AmountToForward is null) return Missing("amt_to_forward");
        if (payload.OutgoingCltv is null) return Missing("outgoing_cltv_value");
        if (payload.TotalAmount is null) return Missing("total_amount_msat");

        // Static invoices add the two last ones (BOLT 12, pull 1149).
        bare = bare with { AmountToForward = null, OutgoingCltv = null, TotalAmount = null, InvoiceRequest = null, KeysendPreimage = null };
        return bare == new PaymentPayload { Dialect = bare.Dialect, Unknown = bare.Unknown } ? null : Forbidden("a record that may not stand at the end of a blinded path");
    }

    private static WireError Missing(string name) => new(WireRule.MissingField, 0, $"{name} is missing");

    private static WireError Forbidden(string detail) => new(WireRule.ForbiddenField, 0, detail);
}
