using LightningRod.Client.Messages;
using LightningRod.Client.Steps;
using LightningRod.Client.Telemetry;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Payments;

public sealed partial class Payer
{
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;

    // When an action may be done again, by the clock's time stamps; only the loop has it.
    private readonly Dictionary<(string Id, PaymentStage Stage), long> _notBefore = [];

    /// <summary>Whether every payment waits for others alone.</summary>
    internal bool IsIdle => _toLookAt.IsEmpty && _book.Items.Values.All(payment => payment.MayGoOffline);

    internal bool HasWaiting => _book.Items.Values.Any(payment => !payment.IsOver);

    /// <summary>Carries all payments on until the token is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? pause = null;
            foreach (var (id, payment) in _book.Items)
            {
                if (payment.IsOver)
                {
                    _toLookAt.TryRemove(id, out _);
                    continue;
                }

                var again = await TryStepAsync(id, payment, cancellationToken).ConfigureAwait(false);
                if (again is { } wait && (pause is not { } shortest || wait < shortest)) pause = wait;
            }

            await _nudge.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TimeSpan?> TryStepAsync(string id, StoredPayment payment, CancellationToken cancellationToken)
    {
        using var activity = Instruments.Activities.StartActivity($"payment {payment.Stage}");
        try
        {
            if (_toLookAt.TryRemove(id, out _) && await LookAtPartsAsync(payment, cancellationToken).ConfigureAwait(false)) return AtOnce;
            return await StepAsync(payment, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Wallet or store failed: nothing was done that is not stored, so it is safe to do it again.
            _toLookAt[id] = true;
            _parts.Instruments.Retried("payment");
            Log.StepFailed(_logger, payment.Id, payment.Stage, e);
            return _parts.Options.RetryDelay;
        }
    }

    /// <summary>Does what is due in the payment's stage.</summary>
    /// <returns>When to come again; null for when something happens.</returns>
    private Task<TimeSpan?> StepAsync(StoredPayment payment, CancellationToken cancellationToken) => payment.Stage switch
    {
        PaymentStage.AskingInvoice => AskInvoiceAsync(payment, cancellationToken),
        PaymentStage.Planning => PlanInvoiceAsync(payment, cancellationToken),
        PaymentStage.AskingHold => AskRelayAsync(
            payment, payment.ToHoldRequest().SignedBy(_parts.Identity.Key, _parts.Identity.Relay), payment.AckPathId,
                ClientStepNames.HoldRequested, cancellationToken),
        PaymentStage.SendingParts => SendPartsAsync(payment, cancellationToken),
        PaymentStage.TellingPayee => TellPayeeAsync(payment, cancellationToken),
        PaymentStage.Cancelling => AskRelayAsync(
            payment, new HoldCancel(payment.Id).SignedBy(_parts.Identity.Key, _parts.Identity.Relay), payment.CancelPathId,
                ClientStepNames.HoldCancelRequested, cancellationToken),
        _ => Task.FromResult<TimeSpan?>(null),
    };

    private async Task<TimeSpan?> AskRelayAsync(
        StoredPayment payment, SignedRodMessage request, string pathId, string step, CancellationToken cancellationToken)
    {
        if (!_relay.IsOpen) return null;
        if (Wait(payment, _parts.Options.RequestAgain) is { } wait) return wait;
        Tell(payment, step);
        var message = Mail.ToRelay(_parts.RelayKey, _parts.SelfKey, request.ToRecord(), Bytes32.FromHex(pathId));
        return await _relay.SendAsync(message, cancellationToken).ConfigureAwait(false) ? _parts.Options.RequestAgain : Retry(payment);
    }

    private async Task<TimeSpan?> AskInvoiceAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        if (!_relay.IsOpen) return null;
        if (Wait(payment, _parts.Options.InvoiceAgain) is { } wait) return wait;
        var record = new TlvRecord(OnionMessageTlv.InvoiceRequest, ByteString.Own(Convert.FromHexString(payment.InvoiceRequest!)));
        PublicKey? through = _parts.Options.WayBackThrough is { } node && node.ToPublicKey(out var key) ? key : null;
        var replyPath = RodPaths.ThroughRelay(_parts.RelayKey, _parts.SelfKey, Bytes32.FromHex(payment.InvoicePathId), through);
        var taken = true;
        foreach (var way in await FindWaysAsync(payment.Order, cancellationToken).ConfigureAwait(false))
            taken &= await _relay.SendAsync(Mail.Write(way, record, replyPath).Value, cancellationToken).ConfigureAwait(false);
        if (!taken) return Retry(payment);
        if (await _book.UpdateAsync(payment.Id.ToString(), now => now.InvoiceAsked ? null : now with { InvoiceAsked = true },
            cancellationToken).ConfigureAwait(false))
            Tell(payment, ClientStepNames.InvoiceRequested);
        return _parts.Options.InvoiceAgain;
    }

    private async Task<TimeSpan?> PlanInvoiceAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        var invoice = Bolt12Invoice.Parse(Convert.FromHexString(payment.Invoice!)).Value;
        var (planned, refusal) = await PlanAsync(payment, [PaymentTarget.Of(invoice)], cancellationToken).ConfigureAwait(false);
        var next = planned ?? payment with { Stage = PaymentStage.Failed, Failure = refusal!.Detail };
        if (!await MoveAsync(payment, PaymentStage.Planning, next, cancellationToken).ConfigureAwait(false)) return AtOnce;
        if (refusal is null) Tell(next, ClientStepNames.PaymentPlanned);
        else TellOver(next);
        return AtOnce;
    }

    private async Task<TimeSpan?> SendPartsAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        var height = await _parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        if (height + HoldTimes.LeastWindow > new BlockHeight(payment.AcceptedExpiry!.Value))
            return await GiveUpAsync(payment, "the hold's time was over before all parts were sent", cancellationToken).ConfigureAwait(false);
        foreach (var part in payment.Parts.Where(part => part.State == PartState.Made))
        {
            // Somebody may have cancelled meanwhile: from then on no part goes out.
            if (_book.Find(payment.Id.ToString())?.Stage != PaymentStage.SendingParts) return AtOnce;
            var outcome = await _parts.Wallet.SendPartAsync(part.ToSend(), cancellationToken).ConfigureAwait(false);
            if (outcome.Refusal is { } why)
            {
                Tell(payment, ClientStepNames.PartRefused, why, part.PaymentHash, part.Amount);
                await ChangeAsync(payment, now => now.WithPart(part.Reference, p => p with { State = PartState.Failed }),
                    cancellationToken).ConfigureAwait(false);
                return await GiveUpAsync(payment, $"the wallet does not send a part: {why}", cancellationToken).ConfigureAwait(false);
            }

            await ChangeAsync(
                payment, now => now.WithPart(part.Reference, p => p.State == PartState.Made ? p with { State = PartState.Sent } : p),
                    cancellationToken).ConfigureAwait(false);
            Tell(payment, ClientStepNames.PartSent, $"until {part.Expiry}", part.PaymentHash, part.Amount);
        }

        await MoveAsync(payment, PaymentStage.SendingParts, payment with { Stage = payment.Order.TellsFirst ? PaymentStage.Waiting : PaymentStage.TellingPayee },
            cancellationToken).ConfigureAwait(false);
        return AtOnce;
    }

    private async Task<TimeSpan?> TellPayeeAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        if (!_relay.IsOpen) return null;
        if (Wait(payment, _parts.Options.RequestAgain) is { } wait) return wait;
        Tell(payment, ClientStepNames.PaymentPendingSent);
        foreach (var word in payment.Words)
        {
            var message = (OnionMessage)PeerMessage.Parse(Convert.FromHexString(word)).Value;
            if (!await _relay.SendAsync(message, cancellationToken).ConfigureAwait(false)) return Retry(payment);
        }

        var next = payment.Parts.Any(static part => part.State == PartState.Made) ? PaymentStage.SendingParts : PaymentStage.Waiting;
        if (await MoveAsync(payment, PaymentStage.TellingPayee, payment with { Stage = next },
            cancellationToken).ConfigureAwait(false))
            Tell(payment, ClientStepNames.PaymentPendingAccepted);
        return AtOnce;
    }

    /// <summary>Asks the wallet for every part that may be on its way.</summary>
    /// <returns>Whether the payment changed.</returns>
    private async Task<bool> LookAtPartsAsync(StoredPayment payment, CancellationToken cancellationToken)
    {
        var ends = payment.Stage is PaymentStage.Cancelling or PaymentStage.Returning;
        if (!ends && payment.Stage is not (PaymentStage.SendingParts or PaymentStage.TellingPayee or PaymentStage.Waiting)) return false;
        var changed = false;
        foreach (var part in payment.Parts.Where(part => !part.IsOver && (ends || part.State == PartState.Sent)))
        {
            var status = await _parts.Wallet.FindPartAsync(part.Reference, part.PaymentHash, cancellationToken).ConfigureAwait(false);
            if (Outcome(part, status, payment.Stage) is not { } next) continue;
            changed |= await ChangeAsync(payment, now => now.WithPart(part.Reference, _ => next), cancellationToken).ConfigureAwait(false);
            if (status is PartStatus.Settled) Tell(payment, ClientStepNames.PartSettled, null, part.PaymentHash, part.Amount);
            if (status is PartStatus.Failed failed) Tell(payment, ClientStepNames.PartFailed, FailureOf(part, failed), part.PaymentHash, part.Amount);
        }

        return await EndAsync(payment, cancellationToken).ConfigureAwait(false) || changed;
    }

    private StoredPart? Outcome(StoredPart part, PartStatus status, PaymentStage stage)
    {
        switch (status)
        {
            case PartStatus.Settled settled when PaymentHash.Of(settled.Preimage) == part.PaymentHash:
                return part with { State = PartState.Settled, Preimage = settled.Preimage.Value.ToString() };
            case PartStatus.Settled:
                Log.WrongPreimage(_logger, part.Reference);
                return null;
            case PartStatus.Failed:
                return part with { State = PartState.Failed };
            // Before the relay's answer the hold may live, and its name be needed.
            case PartStatus.NeverSent when stage == PaymentStage.Returning:
                return part with { State = PartState.Failed };
            case PartStatus.Pending when part.State == PartState.Made:
                return part with { State = PartState.Sent };
            default:
                return null;
        }
    }

    /// <summary>Ends the payment when all its parts are over, and gives it up when one came back: the others can not complete it.</summary>
    private async Task<bool> EndAsync(StoredPayment seen, CancellationToken cancellationToken)
    {
        if (_book.Find(seen.Id.ToString()) is not { IsOver: false } payment || payment.Parts.Count == 0) return false;
        if (payment.Parts.All(part => part.IsOver))
        {
            var isPaid = payment.PaidHashes == payment.Hashes.Count;
            var failure = isPaid ? null : payment.Failure ?? "the parts came back";
            if (!isPaid && payment.PaidHashes > 0) failure = $"{payment.PaidHashes} of {payment.Hashes.Count} hashes are paid; {failure}";
            var over = payment with { Stage = isPaid ? PaymentStage.Done : PaymentStage.Failed, Failure = failure };
            if (!await MoveAsync(payment, payment.Stage, over, cancellationToken).ConfigureAwait(false)) return true;
            TellOver(over);
            return true;
        }

        if (payment.Stage is PaymentStage.Cancelling or PaymentStage.Returning || payment.Parts.All(part => part.State != PartState.Failed))
            return false;
        await GiveUpAsync(payment, "a part came back", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<TimeSpan?> GiveUpAsync(StoredPayment payment, string why, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            payment,
            now => now.IsOver || now.Stage is PaymentStage.Cancelling or PaymentStage.Returning
                ? now
                : now with { Stage = PaymentStage.Cancelling, Failure = now.Failure ?? why },
            cancellationToken).ConfigureAwait(false);
        _toLookAt[payment.Id.ToString()] = true;
        return AtOnce;
    }

    private Task<bool> ChangeAsync(StoredPayment payment, Func<StoredPayment, StoredPayment> change, CancellationToken cancellationToken) =>
        _book.UpdateAsync(
            payment.Id.ToString(),
            now =>
            {
                var next = change(now);
                return next == now ? null : next;
            },
            cancellationToken);

    /// <summary>How long an action is not yet due; null when it is due, and is then noted as done.</summary>
    private TimeSpan? Wait(StoredPayment payment, TimeSpan again)
    {
        var key = (payment.Pid, payment.Stage);
        var now = _parts.Time.GetTimestamp();
        if (_notBefore.TryGetValue(key, out var then) && _parts.Time.GetElapsedTime(now, then) is { } left && left > TimeSpan.Zero) return left;
        _notBefore[key] = now + (long)(again.TotalSeconds * _parts.Time.TimestampFrequency);
        return null;
    }

    private TimeSpan? Retry(StoredPayment payment)
    {
        _notBefore.Remove((payment.Pid, payment.Stage));
        return _parts.Options.RetryDelay;
    }

    private static string FailureOf(StoredPart part, PartStatus.Failed failed)
    {
        if (failed.Packet.IsEmpty) return "no node says why";
        using var secrets = SharedSecrets.Of([.. part.Secrets.Select(Convert.FromHexString)]);
        return FailurePacket.Open(secrets, failed.Packet.Span).TryGet(out var found, out _)
            ? $"{found.Message} at node {found.Hop + 1}"
            : "no node says why";
    }

    private static partial class Log
    {
        [LoggerMessage(2710, LogLevel.Warning, "Payment {Payment} did not get on in stage {Stage}; it is tried again.")]
        internal static partial void StepFailed(ILogger logger, Bytes32 payment, PaymentStage stage, Exception exception);

        [LoggerMessage(2711, LogLevel.Error, "The wallet told a wrong preimage for part {Reference}.")]
        internal static partial void WrongPreimage(ILogger logger, string reference);

        [LoggerMessage(2712, LogLevel.Information, "The relay does not cancel the hold of payment {Payment}: code {Code}.")]
        internal static partial void NotCancelled(ILogger logger, Bytes32 payment, ushort code);
    }
}
