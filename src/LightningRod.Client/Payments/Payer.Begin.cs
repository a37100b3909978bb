using LightningRod.Client.Messages;
using LightningRod.Client.Relay;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Payments;

public sealed partial class Payer
{
    private async Task<(StoredPayment? Payment, PaymentRefusal? Refusal)> BeginInvoicesAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        if (CheckOrder(order) is { } bad) return (null, bad);
        var payment = New(order, PaymentStage.AskingHold);
        var targets = new List<PaymentTarget>();
        foreach (var invoice in order.Invoices)
        {
            if ((order.Amount ?? invoice.Terms.Amount) is not { } amount || amount == Msat.Zero)
                return (null, new(PaymentRefusalCode.NoAmount, $"The invoice {invoice.Terms.PaymentHash} leaves the amount to the payer."));
            if (amount < invoice.Terms.Amount)
                return (null, new(PaymentRefusalCode.AmountTooLow, $"{amount} are less than the {invoice.Terms.Amount} that the invoice asks for."));
            targets.Add(PaymentTarget.Of(invoice, amount));
        }

        return await PlanAsync(payment, targets, cancellationToken).ConfigureAwait(false);
    }

    private (StoredPayment? Payment, PaymentRefusal? Refusal) BeginOffer(PaymentOrder order, Offer offer)
    {
        if (order.Parts is < 1 or > PaymentPlan.MostParts) return (null, BadParts(order));
        if (!offer.Fields.Supports(_parts.Identity.Chain)) return (null, new(PaymentRefusalCode.WrongChain, "The offer is for another chain."));
        if (offer.Fields.IsExpired(_parts.Now)) return (null, new(PaymentRefusalCode.Expired, "The offer expired."));
        if ((order.Amount ?? offer.Fields.Amount?.Msat) is not { } amount || amount == Msat.Zero)
            return (null, new(PaymentRefusalCode.NoAmount, "The offer leaves the amount to the payer, or names it in a currency."));
        if (UsablePaths(offer).Count == 0)
            return (null, new(PaymentRefusalCode.NoWayToPayee, "The offer has no path whose first node is told by its id."));

        // A key for this request alone; nothing else will ever be signed with it.
        using var payerKey = PrivateKey.Generate();
        var fields = new InvoiceRequestFields
        {
            Chain = _parts.Identity.Chain == ChainHash.Bitcoin ? null : _parts.Identity.Chain,
            Amount = amount,
            Quantity = offer.Fields.QuantityMax is null ? null : 1,
            PayerId = payerKey.PublicKey,
            PayerNote = order.Note,
        };
        if (!InvoiceRequest.For(offer, fields).Sign(payerKey).TryGet(out var request, out var error))
            return (null, new(PaymentRefusalCode.AmountTooLow, $"The offer does not allow this: {error}."));
        return (New(order, PaymentStage.AskingInvoice) with
        {
            Amount = amount.Value,
            InvoiceRequest = request.Bytes.ToHex(),
        }, null);
    }

    private PaymentRefusal? CheckOrder(PaymentOrder order)
    {
        if (order.Parts is < 1 or > PaymentPlan.MostParts) return BadParts(order);
        if (order.Invoices.Count is 0 or > PaymentHashList.MaxCount)
            return new(PaymentRefusalCode.BadOrder, $"{order.Invoices.Count} invoices were given; 1 to {PaymentHashList.MaxCount} are possible.");
        if (order.Invoices.Select(invoice => invoice.Payee).Distinct().Count() > 1)
            return new(PaymentRefusalCode.BadOrder, "The invoices are of different payees.");
        if (order.Invoices.Any(invoice => invoice.Terms.Currency != _parts.Identity.Network))
            return new(PaymentRefusalCode.WrongChain, $"An invoice is for {order.Invoices[0].Terms.Currency}, the wallet for {_parts.Identity.Network}.");
        var hashes = order.Invoices.Select(invoice => invoice.Terms.PaymentHash).ToHashSet();
        if (hashes.Count != order.Invoices.Count) return new(PaymentRefusalCode.BadOrder, "An invoice was given twice.");
        return _book.Items.Values.Any(old => old.Stage != PaymentStage.Failed && old.Hashes.Any(hash => hashes.Contains(new(Bytes32.FromHex(hash)))))
            ? new(PaymentRefusalCode.AlreadyThere, "One of the invoices is being paid or was paid.")
            : null;
    }

    private static PaymentRefusal BadParts(PaymentOrder order) =>
        new(PaymentRefusalCode.BadParts, $"{order.Parts} parts were ordered; 1 to {PaymentPlan.MostParts} are possible.");

    private static StoredPayment New(PaymentOrder order, PaymentStage stage) => new()
    {
        Pid = PaymentId.Random().Value.ToString(),
        Stage = stage,
        AckPathId = Bytes32.Random().ToString(),
        CancelPathId = Bytes32.Random().ToString(),
        ReadyPathId = Bytes32.Random().ToString(),
        InvoicePathId = Bytes32.Random().ToString(),
        Order = new StoredOrder
        {
            Invoices = [.. order.Invoices.Select(invoice => invoice.Text)],
            Offer = order.Offer?.ToString(),
            Amount = order.Amount?.Value,
            Parts = order.Parts,
            Window = order.Window,
            Note = order.Note,
            Literal = order.Literal,
            TellsFirst = order.TellsFirst,
            Contacts = [.. order.Contacts.Select(contact =>
                new StoredContact(contact.Node.ToString(), [.. contact.Addresses.Select(a => a.ToString())]))],
        },
    };

    /// <summary>Adds parts and the words for the payee.</summary>
    private async Task<(StoredPayment? Payment, PaymentRefusal? Refusal)> PlanAsync(
        StoredPayment payment, IReadOnlyList<PaymentTarget> targets, CancellationToken cancellationToken)
    {
        var info = await InfoAsync(cancellationToken).ConfigureAwait(false);
        var (plan, refusal) = await PaymentPlan.MakeAsync(_parts, targets, payment.Order, payment.Id, info, cancellationToken).ConfigureAwait(false);
        if (refusal is not null) return (null, refusal);
        var ways = await FindWaysAsync(payment.Order, cancellationToken).ConfigureAwait(false);
        if (ways.Count == 0)
            return (null, new(PaymentRefusalCode.NoWayToPayee, "No way is known for a message to the payee, so the money would wait for nothing."));
        var amount = targets.Aggregate(Msat.Zero, (sum, target) => sum + target.Amount);
        var words = WordsOf(payment, PaymentHashList.Of(targets.Select(target => target.Hash)), amount, ways, info);
        return (payment with
        {
            Stage = PaymentStage.AskingHold,
            Amount = amount.Value,
            Hashes = [.. targets.Select(target => target.Hash.ToString())],
            Parts = plan!.Parts,
            Window = plan.Window,
            HoldExpiry = plan.HoldExpiry.Value,
            Words = words,
        }, null);
    }

    private async Task<RelayInfo?> InfoAsync(CancellationToken cancellationToken)
    {
        if (_relay.Info is null && _relay.IsOpen) await _relay.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        return _relay.Info;
    }

    /// <summary>The ways for messages to the payee, all from the own relay on (docs/protocol.md, 6.1).</summary>
    private async Task<IReadOnlyList<BlindedPath>> FindWaysAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        var ways = new List<BlindedPath>();
        if (order.Offer is { } text)
        {
            foreach (var path in UsablePaths(Offer.Parse(text).Value))
                ways.Add(RodPaths.Through(_parts.RelayKey, path,
                    await AddressesAsync(path.Introduction.NodeId!.Value, cancellationToken).ConfigureAwait(false)));
            return ways;
        }

        var invoices = order.Invoices.Select(invoice => Bolt11Invoice.Decode(invoice).Value).ToList();
        var payee = invoices[0].Payee;
        var contacts = order.Contacts.Select(Contact).ToList();
        if (contacts.Count == 0)
        {
            var last = invoices.SelectMany(invoice => invoice.Terms.RouteHints).Where(hint => hint.Hops.Count > 0)
                .Select(hint => hint.Hops[^1].NodeId);
            contacts.AddRange(last.Distinct().Select(node => new PayeeContact(node)));
        }

        // Nobody but its own addresses leads to a payee without hints.
        if (contacts.Count == 0 && (await AddressesAsync(new NodeId(payee), cancellationToken).ConfigureAwait(false)).Count > 0)
            contacts.Add(new PayeeContact(new NodeId(payee)));
        foreach (var contact in contacts)
        {
            if (!contact.Node.ToPublicKey(out var key)) continue;
            var addresses = contact.Addresses.Count > 0 ? contact.Addresses
                : await AddressesAsync(contact.Node, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<PublicKey> nodes = key == _parts.RelayKey || key == payee ? [payee] : [key, payee];
            ways.Add(RodPaths.FromRelay(_parts.RelayKey, nodes, key == _parts.RelayKey ? [] : _parts.Allowed(addresses)));
        }

        return ways;
    }

    private async Task<IReadOnlyList<NetworkAddress>> AddressesAsync(NodeId node, CancellationToken cancellationToken) =>
        node == _parts.Identity.Relay
        ? []
        : [.. _parts.Allowed(await _parts.Wallet.FindAddressesAsync(node, cancellationToken).ConfigureAwait(false))];

    private List<string> WordsOf(StoredPayment payment, PaymentHashList hashes, Msat amount, IReadOnlyList<BlindedPath> ways, RelayInfo? info)
    {
        PublicKey? through = !payment.Order.Literal && _parts.Options.WayBackThrough is { } node && node.ToPublicKey(out var key) ? key : null;
        var addresses = info is { Addresses.Count: > 0 } ? info.Addresses : _parts.Identity.RelayAddresses;
        var pending = new PaymentPending(hashes)
        {
            Amount = amount,
            PayerNote = payment.Order.Note,
            // Gossip knows an announced channel node.
            IntroductionAddresses = through is null ? [.. addresses.Take(PaymentPending.MaxAddresses)] : [],
            Literal = payment.Order.Literal ? new LiteralTrigger(payment.PaymentId, _parts.Identity.Relay, _parts.Self) : null,
        };
        var wayBack = payment.Order.Literal
            ? null
            : RodPaths.WayBack(_parts.RelayKey, _parts.SelfKey, payment.PaymentId, Bytes32.FromHex(payment.ReadyPathId), through);
        return [.. ways.Select(way => Convert.ToHexStringLower(Mail.Write(way, pending.ToRecord(), wayBack).Value.ToArray()))];
    }

    private static PayeeContact Contact(StoredContact contact) =>
        new(NodeId.FromHex(contact.Node), [.. contact.Addresses.Select(address => NetworkAddress.Parse(address).Value)]);

    private static List<BlindedPath> UsablePaths(Offer offer) => [.. (offer.Fields.Paths ?? []).Where(path => path.Introduction.NodeId is not null)];
}
