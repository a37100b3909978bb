using System.Security.Cryptography;
using LightningRod.Client.Messages;
using LightningRod.Client.Relay;
using LightningRod.Client.Steps;
using LightningRod.Client.Storage;
using LightningRod.Peering;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Invoices;

/// <summary>Is paid while it slept: makes invoices and offers, answers payers when it wakes, claims what comes. Thread-safe.</summary>
/// <remarks>
/// Invoices, preimages and answers are stored before they are shown or sent; that a bill is paid is stored before its first HTLC is claimed.
/// HTLCs with hashes that are none of its own are left to the wallet's own software.
/// </remarks>
public sealed partial class Payee : IDisposable
{
    private readonly ClientParts _parts;
    private readonly RelaySession _relay;
    private readonly PeerDialer _dialer;
    private readonly Book<StoredBill> _bills;
    private readonly Book<StoredOffer> _offers;
    private readonly Book<StoredAnswer> _answers;
    private readonly Nudge _nudge;
    private readonly ILogger _logger;

    internal Payee(ClientParts parts, RelaySession relay, PeerNode node)
    {
        (_parts, _relay) = (parts, relay);
        _dialer = new(node, parts.Options.PublicAddressesOnly);
        _bills = new(parts.Store, "bill", StoredJson.Default.StoredBill);
        _offers = new(parts.Store, "offer", StoredJson.Default.StoredOffer);
        _answers = new(parts.Store, "answer", StoredJson.Default.StoredAnswer);
        _nudge = new(parts.Time);
        _logger = parts.Services.Loggers.CreateLogger<Payee>();
    }

    /// <summary>All bills that are stored.</summary>
    public IReadOnlyList<BillView> Bills => [.. _bills.Items.Values.Select(bill => bill.View(_parts.Now))];

    /// <summary>All offers that are stored.</summary>
    public IReadOnlyList<Offer> Offers => [.. _offers.Items.Values.Select(offer => Offer.Parse(offer.Offer).Value)];

    /// <summary>Makes an invoice of BOLT 11, with a hint for each channel over which payments can come in.</summary>
    /// <param name="order">What it shall say.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The order breaks a rule of BOLT 11, for example by a description that is too long.</exception>
    public async Task<Bolt11Invoice> CreateInvoiceAsync(InvoiceOrder order, CancellationToken cancellationToken) =>
        (await CreateBillAsync([order], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Makes invoices that are paid all or none: no HTLC is claimed before those of all of them are there.</summary>
    /// <param name="orders">1 to 128 orders; the shortest life counts for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An invoice for each order; the first one's payment hash names the bill.</returns>
    /// <exception cref="ArgumentException">No order, too many, or one that breaks a rule of BOLT 11.</exception>
    public async Task<IReadOnlyList<Bolt11Invoice>> CreateBillAsync(IReadOnlyList<InvoiceOrder> orders, CancellationToken cancellationToken)
    {
        if (orders.Count is 0 or > PaymentHashList.MaxCount)
            throw new ArgumentException($"1 to {PaymentHashList.MaxCount} orders are possible.", nameof(orders));
        var inbound = await _parts.Wallet.GetInboundAsync(cancellationToken).ConfigureAwait(false);
        var hints = inbound.Select(channel => RouteHint.Of(new RouteHintHop(
            channel.Peer, channel.Channel, channel.Terms.FeeBaseMsat, channel.Terms.FeeProportionalMillionths, channel.Terms.CltvExpiryDelta)));
        var (invoices, stored) = (new List<Bolt11Invoice>(), new List<StoredInvoice>());
        var life = orders.Min(order => order.Life ?? _parts.Options.InvoiceLife);
        foreach (var order in orders)
        {
            var (preimage, secret) = (new PaymentPreimage(Bytes32.Random()), new PaymentSecret(Bytes32.Random()));
            var terms = new Bolt11Terms
            {
                Currency = _parts.Identity.Network,
                Amount = order.Amount,
                Timestamp = _parts.Now,
                PaymentHash = PaymentHash.Of(preimage),
                PaymentSecret = secret,
                Description = order.Description,
                Expiry = (ulong)life.TotalSeconds,
                MinFinalCltvExpiryDelta = _parts.Options.MinFinalExpiryDelta,
                RouteHints = [.. hints],
                Features = Features.Of(FeatureBit.VarOnion & ~1, FeatureBit.PaymentSecret & ~1, FeatureBit.BasicMpp),
            };
            if (!terms.Sign(_parts.Identity.Key).TryGet(out var invoice, out var error))
                throw new ArgumentException($"No such invoice can be made: {error}", nameof(orders));
            invoices.Add(invoice);
            stored.Add(new StoredInvoice(terms.PaymentHash.ToString(), preimage.Value.ToString())
            {
                Secret = secret.Value.ToString(),
                Amount = order.Amount?.Value,
                MinFinalDelta = _parts.Options.MinFinalExpiryDelta,
            });
        }

        var bill = new StoredBill { Invoices = stored, ExpiresAt = invoices.Min(invoice => invoice.Terms.ExpiresAt) };
        await _bills.AddAsync(bill.Id, bill, cancellationToken).ConfigureAwait(false);
        foreach (var invoice in stored) Tell(ClientStepNames.InvoiceMade, invoice.PaymentHash, invoice.Amount);
        return invoices;
    }

    /// <summary>Makes an offer of BOLT 12 with a path through the own relay, where requests wait while the payee sleeps.</summary>
    /// <param name="order">What it shall say; its life is the offer's, and without one it has no end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The order breaks a rule of BOLT 12.</exception>
    public async Task<Offer> CreateOfferAsync(InvoiceOrder order, CancellationToken cancellationToken)
    {
        // A key of its own: the offer does not tell who the payee is.
        using var key = PrivateKey.Generate();
        var pathId = Bytes32.Random();
        var fields = new OfferFields
        {
            Chains = _parts.Identity.Chain == ChainHash.Bitcoin ? null : [_parts.Identity.Chain],
            Amount = order.Amount is { } amount ? new OfferAmount(amount.Value) : null,
            Description = order.Description,
            AbsoluteExpiry = order.Life is { } life ? _parts.Now + (ulong)life.TotalSeconds : null,
            Paths = [RodPaths.ThroughRelay(_parts.RelayKey, _parts.SelfKey, pathId)],
            IssuerId = key.PublicKey,
        };
        if (!Offer.Create(fields).TryGet(out var offer, out var error))
            throw new ArgumentException($"No such offer can be made: {error}", nameof(order));
        var secret = new byte[PrivateKey.Size];
        key.Export(secret);
        var stored = new StoredOffer(offer.ToString(), Convert.ToHexStringLower(secret), pathId.ToString());
        CryptographicOperations.ZeroMemory(secret);
        await _offers.AddAsync(KeyOf(offer.Bytes.Span), stored, cancellationToken).ConfigureAwait(false);
        Tell(ClientStepNames.InvoiceMade, null, order.Amount?.Value, "an offer");
        return offer;
    }

    /// <summary>Withdraws an offer: requests for it are no longer answered.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task WithdrawAsync(Offer offer, CancellationToken cancellationToken) => _offers.RemoveAsync(KeyOf(offer.Bytes.Span), cancellationToken);

    /// <summary>How the bill stands to which a payment hash belongs.</summary>
    /// <param name="hash">The payment hash of one of its invoices.</param>
    /// <returns>Null when there is none.</returns>
    public BillView? Find(PaymentHash hash) => FindBill(hash)?.View(_parts.Now);

    /// <summary>Waits until a bill is as wanted.</summary>
    /// <param name="hash">The payment hash of one of its invoices.</param>
    /// <param name="isWanted">For example <c>view => view.IsPaid</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="KeyNotFoundException">There is no such bill.</exception>
    public async Task<BillView> WhenAsync(PaymentHash hash, Predicate<BillView> isWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _bills.Changed;
            var view = Find(hash) ?? throw new KeyNotFoundException($"There is no invoice {hash}.");
            if (isWanted(view)) return view;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes a bill that is paid or expired from the store.</summary>
    /// <param name="hash">The payment hash of one of its invoices.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when it is not there, or can still be paid.</returns>
    public async Task<bool> ForgetAsync(PaymentHash hash, CancellationToken cancellationToken)
    {
        if (FindBill(hash) is not { } bill || bill.State == BillState.Claiming || bill.IsOpen(_parts.Now)) return false;
        await _bills.RemoveAsync(bill.Id, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bills.Dispose();
        _offers.Dispose();
        _answers.Dispose();
        _arrivals.Dispose();
    }

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _bills.LoadAsync(cancellationToken).ConfigureAwait(false);
        await _offers.LoadAsync(cancellationToken).ConfigureAwait(false);
        await _answers.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    internal void Wake() => _nudge.Set();

    private StoredBill? FindBill(PaymentHash hash)
    {
        var text = hash.ToString();
        return _bills.Find(text) ?? _bills.Items.Values.FirstOrDefault(bill => bill.Invoices.Any(invoice => invoice.Hash == text));
    }

    private void Tell(string name, PaymentHash? hash, ulong? amount = null, string? detail = null) =>
        _parts.Step(new ClientStep(name) { Hash = hash, Amount = amount is { } msat ? new Msat(msat) : null, Detail = detail });

    private static string KeyOf(ReadOnlySpan<byte> bytes) => Bytes32.Sha256(bytes).ToString();
}
