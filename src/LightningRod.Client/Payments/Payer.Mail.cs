using LightningRod.Client.Messages;
using LightningRod.Client.Steps;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Payments;

public sealed partial class Payer
{
    /// <summary>An answer of the relay. What did not come over the path made for the request is ignored.</summary>
    /// <returns>Why it changed nothing; null when it did.</returns>
    internal async Task<string?> OnHoldAckAsync(Mail mail, HoldAck ack, CancellationToken cancellationToken)
    {
        if (_book.Find(ack.PaymentIdHash.ToString()) is not { } payment || mail.PathId is not { } pathId) return Ignored.NoSuchPayment;
        if (pathId.ToString() == payment.AckPathId) return await OnAnswerAsync(payment, ack, cancellationToken).ConfigureAwait(false);
        return pathId.ToString() == payment.CancelPathId
            ? await OnCancelAnswerAsync(payment, ack, cancellationToken).ConfigureAwait(false)
            : Ignored.NoSuchPayment;
    }

    /// <summary>The payee says that it is ready. It proves nothing, so nothing is done.</summary>
    internal string? OnPaymentReady(Mail mail)
    {
        var pathId = mail.PathId?.ToString();
        if (_book.Items.Values.FirstOrDefault(payment => payment.ReadyPathId == pathId) is not { } payment) return Ignored.NoSuchPayment;
        Tell(payment, ClientStepNames.PaymentReadyReceived);
        return null;
    }

    /// <summary>The payee of an offer sent an invoice.</summary>
    internal async Task<string?> OnInvoiceAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (FindAsking(mail) is not { } payment) return Ignored.NoSuchPayment;
        var request = InvoiceRequest.Parse(Convert.FromHexString(payment.InvoiceRequest!)).Value;
        if (!Bolt12Invoice.Parse(mail.Content.Value.Span).TryGet(out var invoice, out _) || !invoice.Answers(request).IsOk) return Ignored.Unreadable;
        var failure = invoice.Amount != request.ExpectedAmount ? $"the invoice asks for {invoice.Amount}, not for {request.ExpectedAmount}"
            : invoice.IsExpired(_parts.Now) ? "the invoice came expired"
            : null;
        var next = payment with
        {
            Stage = failure is null ? PaymentStage.Planning : PaymentStage.Failed,
            Failure = failure,
            Invoice = failure is null ? mail.Content.Value.ToHex() : null,
        };
        if (!await MoveAsync(payment, PaymentStage.AskingInvoice, next, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        if (failure is null) Tell(next, ClientStepNames.InvoiceReceived, hash: invoice.PaymentHash);
        else TellOver(next);
        return null;
    }

    /// <summary>The payee of an offer makes no invoice.</summary>
    internal async Task<string?> OnInvoiceErrorAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (FindAsking(mail) is not { } payment) return Ignored.NoSuchPayment;
        if (!InvoiceError.Parse(mail.Content.Value.Span).IsOk) return Ignored.Unreadable;
        var next = payment with { Stage = PaymentStage.Failed, Failure = "the payee makes no invoice" };
        if (!await MoveAsync(payment, PaymentStage.AskingInvoice, next, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        TellOver(next);
        return null;
    }

    private StoredPayment? FindAsking(Mail mail)
    {
        var pathId = mail.PathId?.ToString();
        return _book.Items.Values.FirstOrDefault(payment => payment.InvoicePathId == pathId && payment.InvoiceRequest is not null);
    }

    private async Task<string?> OnAnswerAsync(StoredPayment payment, HoldAck ack, CancellationToken cancellationToken)
    {
        if (ack.Cancelled) return Ignored.NoSuchPayment;
        if (ack.Refused is { } refusal)
        {
            // The same request is asked again.
            if (refusal.Code == HoldErrorCode.Busy) return null;
            var detail = Describe(refusal);
            var failed = payment with { Stage = PaymentStage.Failed, Failure = $"the hold was refused: {detail}" };
            if (!await MoveAsync(payment, PaymentStage.AskingHold, failed, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
            Tell(payment, ClientStepNames.HoldRefused, detail);
            TellOver(failed);
            return null;
        }

        var terms = ack.Accepted!.Value;
        var height = await _parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        var fault = terms.ExpiryHeight.Value > payment.HoldExpiry ? "the relay told a later expiry than was asked for"
            : !HoldTimes.Leave(terms, payment.LowestExpiry, height, _parts.Options.MinWindow) ? "the relay's terms leave too short a window"
            : null;
        var next = payment with
        {
            Stage = fault is not null ? PaymentStage.Cancelling : payment.Order.TellsFirst ? PaymentStage.TellingPayee : PaymentStage.SendingParts,
            AcceptedExpiry = terms.ExpiryHeight.Value,
            Failure = fault,
        };
        if (!await MoveAsync(payment, PaymentStage.AskingHold, next, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        Tell(next, ClientStepNames.HoldAccepted, fault ?? $"until {terms.ExpiryHeight}, return delta {terms.ReturnDelta}");
        return null;
    }

    private async Task<string?> OnCancelAnswerAsync(StoredPayment payment, HoldAck ack, CancellationToken cancellationToken)
    {
        if (ack.Accepted is not null) return Ignored.NoSuchPayment;
        if (ack.Refused is { Code: HoldErrorCode.Busy }) return null;
        var next = payment with { Stage = PaymentStage.Returning };
        if (!await MoveAsync(payment, PaymentStage.Cancelling, next, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        if (ack.Cancelled) Tell(next, ClientStepNames.HoldCancelled);
        else Log.NotCancelled(_logger, payment.Id, ack.Refused!.Code);
        return null;
    }

    private static string Describe(HoldRefusal refusal) =>
        WireNumbers.Find(nameof(HoldErrorCode), refusal.Code)?.Name ?? $"code {refusal.Code}";

    /// <summary>To the next stage, unless somebody else was quicker. Parts are those of the present moment.</summary>
    private async Task<bool> MoveAsync(StoredPayment seen, PaymentStage from, StoredPayment next, CancellationToken cancellationToken)
    {
        var moved = await _book.UpdateAsync(
            seen.Id.ToString(), now => now.Stage == from ? next with { Parts = next.Parts.Count > now.Parts.Count ? next.Parts : now.Parts } : null,
            cancellationToken).ConfigureAwait(false);
        if (moved) _toLookAt[seen.Id.ToString()] = true;
        _nudge.Set();
        return moved;
    }
}
