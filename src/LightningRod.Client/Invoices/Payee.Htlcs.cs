using LightningRod.Client.Steps;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Invoices;

public sealed partial class Payee
{
    /// <summary>BOLT 4: a payer may pay twice what is asked for, to hide the amount, and no more.</summary>
    private const ulong MostTimesAmount = 2;

    private readonly SemaphoreSlim _arrivals = new(1, 1);
    private readonly Dictionary<HtlcName, Arrived> _arrived = [];

    private sealed record Arrived(PartArrived Part, Msat Total, ByteString OnionSecret, long Since);

    /// <summary>An HTLC came, or is told again after a start.</summary>
    internal async Task OnArrivedAsync(PartArrived part, CancellationToken cancellationToken)
    {
        await _arrivals.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (FindBill(part.Hash) is not { } bill) return;
            var invoice = bill.Invoices.First(one => one.PaymentHash == part.Hash);
            if (invoice.Claimed.Any(htlc => htlc.Name == part.Htlc))
            {
                await _parts.Wallet.ClaimAsync(part.Htlc, invoice.PaymentPreimage, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (_arrived.ContainsKey(part.Htlc)) return;
            if (!await TakeAsync(bill, invoice, part, cancellationToken).ConfigureAwait(false)) return;
            if (IsComplete(bill)) await ClaimAsync(bill, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _arrivals.Release();
            _nudge.Set();
        }
    }

    /// <summary>Claims once more what was being claimed when the wallet was killed.</summary>
    internal async Task ClaimAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var bill in _bills.Items.Values.Where(bill => bill.State == BillState.Claiming))
            await FinishAsync(bill, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fails the HTLCs of payments that stayed incomplete for too long.</summary>
    /// <returns>When to come again; null when nothing waits.</returns>
    internal async Task<TimeSpan?> FailLateAsync(CancellationToken cancellationToken)
    {
        await _arrivals.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan? next = null;
            foreach (var group in _arrived.Values.GroupBy(arrived => FindBill(arrived.Part.Hash)?.Id).ToList())
            {
                var left = _parts.Options.PartsTimeout - _parts.Time.GetElapsedTime(group.Min(arrived => arrived.Since));
                if (left > TimeSpan.Zero)
                {
                    next = next is { } sooner && sooner < left ? sooner : left;
                    continue;
                }

                foreach (var late in group)
                    await FailAsync(late.Part, late.OnionSecret, FailureCode.MppTimeout, "the other parts did not come in time",
                        cancellationToken).ConfigureAwait(false);
            }

            return next;
        }
        finally
        {
            _arrivals.Release();
        }
    }

    private async Task<bool> TakeAsync(StoredBill bill, StoredInvoice invoice, PartArrived part, CancellationToken cancellationToken)
    {
        var height = await _parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        if (!PaymentOnion.Peel(_parts.Identity.Key, part.Onion.Span, part.Hash, part.PathKey).TryGet(out var peeled, out var error))
        {
            var code = part.PathKey is null ? FailureMessage.CodeOf(error) : FailureCode.InvalidOnionBlinding;
            await FailAsync(part, default, code, "its onion cannot be read", cancellationToken).ConfigureAwait(false);
            return false;
        }

        using (peeled)
        {
            var secret = ByteString.CopyOf(peeled.Secret[0]);
            if (Fault(bill, invoice, part, peeled, height) is var (fault, why))
            {
                await FailAsync(part, secret, fault, why, cancellationToken).ConfigureAwait(false);
                return false;
            }

            _arrived[part.Htlc] = new(part, TotalOf(peeled.Payload), secret, _parts.Time.GetTimestamp());
        }

        Tell(ClientStepNames.PartArrived, part.Hash, part.Amount.Value, $"until {part.Expiry}");
        return true;
    }

    /// <summary>What is wrong with an HTLC for an own invoice (BOLT 4, "Failure Messages"); null when nothing is.</summary>
    private (ushort Code, string Why)? Fault(StoredBill bill, StoredInvoice invoice, PartArrived part, PeeledPayment peeled, BlockHeight height)
    {
        const ushort Unknown = FailureCode.IncorrectOrUnknownPaymentDetails;
        var payload = peeled.Payload;
        if (!peeled.IsFinal) return (Unknown, "it goes on to another node");
        if (bill.State != BillState.Open) return (Unknown, "the invoice is paid");
        if (!bill.IsOpen(_parts.Now)) return (Unknown, "the invoice is expired");
        var secret = Bytes32.FromHex(invoice.Secret);
        var knowsSecret = invoice.IsBlinded
            ? peeled.Blinded is { PathId: { Length: Bytes32.Size } pathId } && new Bytes32(pathId.Span).FixedTimeEquals(secret)
            : part.PathKey is null && payload.PaymentData is { } data && data.Secret.Value.FixedTimeEquals(secret);
        if (!knowsSecret) return (Unknown, "it does not know the invoice's secret");
        var total = TotalOf(payload);
        if (invoice.Amount is { } asked && (total.Value < asked || total.Value / MostTimesAmount > asked))
            return (Unknown, $"it pays {total}, not {asked} msat");
        if (part.Expiry < height + invoice.MinFinalDelta) return (Unknown, "it expires too soon");
        if (payload.AmountToForward is { } least && part.Amount < least)
            return (FailureCode.FinalIncorrectHtlcAmount, "it is less than its onion says");
        if (payload.OutgoingCltv is { } until && part.Expiry < until)
            return (FailureCode.FinalIncorrectCltvExpiry, "it expires sooner than its onion says");
        return _arrived.Values.Any(other => other.Part.Hash == part.Hash && other.Total != total)
            ? (Unknown, "it names another sum than the part before") : null;
    }

    private static Msat TotalOf(PaymentPayload payload) =>
        payload.PaymentData?.Total ?? payload.TotalAmount ?? payload.AmountToForward ?? Msat.Zero;

    private bool IsComplete(StoredBill bill) => bill.Invoices.All(invoice =>
    {
        var parts = Of(invoice);
        return parts.Count > 0 && parts.Aggregate(default(UInt128), (sum, arrived) => sum + arrived.Part.Amount.Value) >= parts[0].Total.Value;
    });

    private List<Arrived> Of(StoredInvoice invoice) => [.. _arrived.Values.Where(arrived => arrived.Part.Hash == invoice.PaymentHash)];

    /// <summary>Stores that the bill is paid, then claims: from the first claim on the preimage is out.</summary>
    private async Task ClaimAsync(StoredBill bill, CancellationToken cancellationToken)
    {
        var paid = bill with
        {
            State = BillState.Claiming,
            Invoices =
            [
                .. bill.Invoices.Select(invoice => invoice with
                {
                    Claimed = [.. Of(invoice).Select(a => new StoredHtlc(a.Part.Htlc.Channel.ToString(), a.Part.Htlc.Id, a.Part.Amount.Value))],
                }),
            ],
        };
        if (!await _bills.UpdateAsync(bill.Id, now => now.State == BillState.Open ? paid : null, cancellationToken).ConfigureAwait(false)) return;
        foreach (var htlc in paid.Invoices.SelectMany(invoice => invoice.Claimed)) _arrived.Remove(htlc.Name);
        await FinishAsync(paid, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(StoredBill bill, CancellationToken cancellationToken)
    {
        foreach (var invoice in bill.Invoices)
        {
            foreach (var htlc in invoice.Claimed)
                await _parts.Wallet.ClaimAsync(htlc.Name, invoice.PaymentPreimage, cancellationToken).ConfigureAwait(false);
        }

        if (!await _bills.UpdateAsync(bill.Id, now => now.State == BillState.Claiming ? now with { State = BillState.Paid } : null,
            cancellationToken).ConfigureAwait(false))
            return;
        foreach (var invoice in bill.Invoices)
            Tell(ClientStepNames.PaymentClaimed, invoice.PaymentHash, invoice.Claimed.Aggregate(0ul, (sum, htlc) => sum + htlc.Amount));
    }

    private async Task FailAsync(PartArrived part, ByteString onionSecret, ushort code, string why, CancellationToken cancellationToken)
    {
        var height = await _parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        // Over a blinded path no failure says more than that (BOLT 4).
        var message = part.PathKey is not null ? Malformed(FailureCode.InvalidOnionBlinding, part)
            : onionSecret.IsEmpty ? Malformed(code, part)
            : new FailureMessage(code, DataOf(code, part, height));
        var packet = message.IsBadOnion ? ByteString.Empty : ByteString.Own(FailurePacket.Create(onionSecret.Span, message));
        await _parts.Wallet.FailAsync(part.Htlc, new PartFailure(message, packet), cancellationToken).ConfigureAwait(false);
        _arrived.Remove(part.Htlc);
        Tell(ClientStepNames.PartRejected, part.Hash, part.Amount.Value, why);
        Log.Rejected(_logger, part.Hash, why);
    }

    private static FailureMessage Malformed(ushort code, PartArrived part) =>
        new(code, ByteString.CopyOf(Bytes32.Sha256(part.Onion.Span).Span));

    private static ByteString DataOf(ushort code, PartArrived part, BlockHeight height) => code switch
    {
        FailureCode.IncorrectOrUnknownPaymentDetails => new WireWriter().WriteUInt64(part.Amount.Value).WriteUInt32(height.Value).ToByteString(),
        FailureCode.FinalIncorrectHtlcAmount => new WireWriter().WriteUInt64(part.Amount.Value).ToByteString(),
        FailureCode.FinalIncorrectCltvExpiry => new WireWriter().WriteUInt32(part.Expiry.Value).ToByteString(),
        _ => ByteString.Empty,
    };
}
