using System.Collections.Concurrent;
using LightningRod.Client.Relay;
using LightningRod.Client.Steps;
using LightningRod.Client.Storage;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Payments;

/// <summary>Pays while the payee sleeps: asks for the hold, sends the parts, tells the payee, and waits. Thread-safe.</summary>
/// <remarks>
/// Each payment is a small state machine (<see cref="PaymentStage"/>) whose state is stored before anything is done that depends on it. It goes
/// on by itself while the client runs, and after a kill where it was. A call to <see cref="PayAsync"/> that was done has stored the payment.
/// </remarks>
public sealed partial class Payer : IDisposable
{
    private readonly ClientParts _parts;
    private readonly RelaySession _relay;
    private readonly Book<StoredPayment> _book;
    private readonly Nudge _nudge;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _toLookAt = new();
    private readonly ILogger _logger;

    internal Payer(ClientParts parts, RelaySession relay)
    {
        (_parts, _relay) = (parts, relay);
        _book = new(parts.Store, "payment", StoredJson.Default.StoredPayment);
        _nudge = new(parts.Time);
        _logger = parts.Services.Loggers.CreateLogger<Payer>();
    }

    /// <summary>All payments that are stored, also those that are over.</summary>
    public IReadOnlyList<PaymentView> Payments => [.. _book.Items.Values.Select(payment => payment.View())];

    /// <summary>Begins a payment: checks the order, plans the parts, stores all of it. What follows needs no further call.</summary>
    /// <param name="order">What to pay.</param>
    /// <param name="cancellationToken">Ends the call; the payment may have begun.</param>
    /// <returns>The payment's name, or why nothing was begun.</returns>
    public async Task<PayResult> PayAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_book.Items.Values.Count(payment => !payment.IsOver) >= _parts.Options.MaxPayments)
                return new(new PaymentRefusal(PaymentRefusalCode.TooManyPayments, $"{_parts.Options.MaxPayments} payments are not over."));
            var (payment, refusal) = order.Offer is { } offer ? BeginOffer(order, offer)
                : await BeginInvoicesAsync(order, cancellationToken).ConfigureAwait(false);
            if (refusal is not null) return new(refusal);
            await _book.AddAsync(payment!.Id.ToString(), payment, cancellationToken).ConfigureAwait(false);
            Tell(payment, ClientStepNames.PaymentPlanned);
            _nudge.Set();
            return new(payment.Id);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>How a payment stands.</summary>
    /// <param name="payment">Its name.</param>
    /// <returns>Null when there is none.</returns>
    public PaymentView? Find(Bytes32 payment) => _book.Find(payment.ToString())?.View();

    /// <summary>Waits until a payment is as wanted.</summary>
    /// <param name="payment">Its name.</param>
    /// <param name="isWanted">For example <c>view => view.MayGoOffline</c>; true also for what the caller cannot wait beyond.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="KeyNotFoundException">There is no such payment.</exception>
    public async Task<PaymentView> WhenAsync(Bytes32 payment, Predicate<PaymentView> isWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _book.Changed;
            var view = Find(payment) ?? throw new KeyNotFoundException($"There is no payment {payment}.");
            if (isWanted(view)) return view;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a payment up: the hold is cancelled, and parts that were sent come back.</summary>
    /// <param name="payment">Its name.</param>
    /// <param name="cancellationToken">Ends the call; the payment may be given up all the same.</param>
    /// <returns>False when it is over, or already on its way back. It can still turn out to be paid: then the payee was quicker.</returns>
    public async Task<bool> CancelAsync(Bytes32 payment, CancellationToken cancellationToken)
    {
        const string Why = "cancelled by the user";
        var cancelled = await _book.UpdateAsync(
            payment.ToString(),
            now => now.Stage switch
            {
                PaymentStage.AskingInvoice or PaymentStage.Planning => now with { Stage = PaymentStage.Failed, Failure = Why },
                PaymentStage.AskingHold or PaymentStage.SendingParts or PaymentStage.TellingPayee or PaymentStage.Waiting =>
                    now with { Stage = PaymentStage.Cancelling, Failure = Why },
                _ => null,
            },
            cancellationToken).ConfigureAwait(false);
        if (cancelled && _book.Find(payment.ToString()) is { IsOver: true } over) TellOver(over);
        _nudge.Set();
        return cancelled;
    }

    /// <summary>Tells the payee once more, for example because it did not answer for long.</summary>
    /// <param name="payment">The payment's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when the payment does not wait for the payee.</returns>
    public async Task<bool> TellAgainAsync(Bytes32 payment, CancellationToken cancellationToken)
    {
        var told = await _book.UpdateAsync(
            payment.ToString(),
            now => now.Stage == PaymentStage.Waiting ? now with { Stage = PaymentStage.TellingPayee } : null,
            cancellationToken).ConfigureAwait(false);
        _nudge.Set();
        return told;
    }

    /// <summary>Removes a payment that is over from the store. Its hashes could then be paid again: keep what was paid elsewhere.</summary>
    /// <param name="payment">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when it is not there or not over.</returns>
    public async Task<bool> ForgetAsync(Bytes32 payment, CancellationToken cancellationToken)
    {
        if (_book.Find(payment.ToString()) is not { IsOver: true }) return false;
        await _book.RemoveAsync(payment.ToString(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The preimages of the paid hashes: the proofs of payment.</summary>
    /// <param name="payment">The payment's name.</param>
    public IReadOnlyDictionary<PaymentHash, PaymentPreimage> Proofs(Bytes32 payment) =>
        (_book.Find(payment.ToString())?.Parts ?? []).Where(part => part.Preimage is not null).DistinctBy(part => part.Hash)
            .ToDictionary(part => part.PaymentHash, part => new PaymentPreimage(Bytes32.FromHex(part.Preimage!)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _book.Dispose();
        _starting.Dispose();
    }

    internal Task LoadAsync(CancellationToken cancellationToken) => _book.LoadAsync(cancellationToken);

    /// <summary>A session or a channel came or went; what was waited for may be possible.</summary>
    internal void LookAgain()
    {
        foreach (var id in _book.Items.Keys) _toLookAt[id] = true;
        _nudge.Set();
    }

    /// <summary>A part with a hash changed.</summary>
    internal void OnPartChanged(PaymentHash hash)
    {
        var text = hash.ToString();
        foreach (var (id, payment) in _book.Items)
        {
            if (payment.Hashes.Contains(text)) _toLookAt[id] = true;
        }

        _nudge.Set();
    }

    internal void Wake() => _nudge.Set();

    private void Tell(StoredPayment payment, string name, string? detail = null, PaymentHash? hash = null, ulong? amount = null) =>
        _parts.Step(new ClientStep(name)
        {
            Payment = payment.Id,
            Hash = hash ?? (payment.Hashes is [var only] ? new PaymentHash(Bytes32.FromHex(only)) : null),
            Amount = amount is { } msat ? new Msat(msat) : payment.Amount > 0 ? new Msat(payment.Amount) : null,
            Detail = detail,
        });

    private void TellOver(StoredPayment payment) =>
        Tell(payment, payment.Stage == PaymentStage.Done ? ClientStepNames.PaymentDone : ClientStepNames.PaymentFailed, payment.Failure);
}
