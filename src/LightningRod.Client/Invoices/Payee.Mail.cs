using LightningRod.Client.Messages;
using LightningRod.Client.Steps;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Client.Invoices;

public sealed partial class Payee
{
    /// <summary>Blocks after now up to which an HTLC may come over a path of an invoice: its life, and the longest HTLC.</summary>
    private const uint PathBlocks = 2 * Payments.HoldTimes.MostBlocks;

    private const int MostStoredAnswers = 256;

    /// <summary>A payer, or a stranger, says that a payment is held. Answered for own unpaid unexpired invoices alone (docs/protocol.md,
    /// 6.5).</summary>
    /// <returns>Why it changed nothing; null when it did.</returns>
    internal async Task<string?> OnPaymentPendingAsync(Mail mail, PaymentPending pending, CancellationToken cancellationToken)
    {
        var named = pending.PaymentHashes.Hashes.Select(hash => hash.ToString()).ToHashSet();
        // A bill is paid all or none, so to be ready for a part of it would be a lie.
        var bills = pending.PaymentHashes.Hashes.Select(FindBill).OfType<StoredBill>().DistinctBy(bill => bill.Id)
            .Where(bill => bill.IsOpen(_parts.Now) && bill.Invoices.All(invoice => named.Contains(invoice.Hash))).ToList();
        if (bills.Count == 0) return Ignored.NotOurs;
        if (WayBack(mail, pending) is not { } path || path.Introduction.NodeId is not { } first || first == _parts.Self) return Ignored.NoWayBack;

        var key = KeyOf(mail.ReplyPath?.ToArray() ?? pending.ToArray());
        if (_answers.Find(key) is not null) return Ignored.Repeated;
        if (!await MakeRoomAsync(bills, cancellationToken).ConfigureAwait(false)) return Ignored.Full;
        var mine = bills.SelectMany(bill => bill.Invoices).Select(invoice => invoice.PaymentHash).ToHashSet();
        var ready = new PaymentReady(PaymentHashList.Of(pending.PaymentHashes.Hashes.Where(mine.Contains)));
        var addresses = pending.IntroductionAddresses;
        // A way back with data beyond what fits into a message cannot be answered.
        if (!Mail.Write(RodPaths.Through(_parts.RelayKey, path, _parts.Allowed(addresses)), ready.ToRecord()).TryGet(out var message, out _)
            || !Mail.Write(path, ready.ToRecord()).TryGet(out var direct, out _))
            return Ignored.NoWayBack;
        var answer = new StoredAnswer(
            [.. bills.Select(bill => bill.Id)], [.. ready.PaymentHashes.Hashes.Select(hash => hash.ToString())],
            Convert.ToHexStringLower(message.ToArray()), Convert.ToHexStringLower(direct.ToArray()), first.ToString(),
            [.. addresses.Select(address => address.ToString())], _parts.Now);
        if (!await _answers.AddAsync(key, answer, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        foreach (var hash in ready.PaymentHashes.Hashes) Tell(ClientStepNames.PaymentPendingReceived, hash, pending.Amount?.Value);
        _nudge.Set();
        return null;
    }

    /// <summary>A payer asks for an invoice of an offer. The same request gets the same invoice.</summary>
    internal async Task<string?> OnInvoiceRequestAsync(Mail mail, CancellationToken cancellationToken)
    {
        var pathId = mail.PathId?.ToString();
        if (_offers.Items.Values.FirstOrDefault(offer => offer.PathId == pathId) is not { } stored) return Ignored.NotOurs;
        if (mail.ReplyPath is not { Introduction.NodeId: { } first } path || first == _parts.Self) return Ignored.NoWayBack;
        var offer = Offer.Parse(stored.Offer).Value;
        if (!InvoiceRequest.Parse(mail.Content.Value.Span).TryGet(out var request, out _) || !request.Answers(offer).IsOk) return Ignored.Unreadable;
        if (request.Chain != _parts.Identity.Chain || offer.Fields.IsExpired(_parts.Now) || request.ExpectedAmount is not { } amount)
            return Ignored.NotOurs;

        var requestKey = KeyOf(request.Bytes.Span);
        var bill = _bills.Items.Values.FirstOrDefault(bill => bill.Request == requestKey);
        if (bill is null)
        {
            var open = _bills.Items.Values.Count(old => old.Offer == stored.PathId && old.IsOpen(_parts.Now));
            if (open >= _parts.Options.MaxInvoicesPerOffer) return Ignored.Full;
            bill = await MakeBillAsync(stored, request, requestKey, amount, cancellationToken).ConfigureAwait(false);
            if (bill is null) return Ignored.NoWayBack;
            await _bills.AddAsync(bill.Id, bill, cancellationToken).ConfigureAwait(false);
            Tell(ClientStepNames.InvoiceMade, bill.Invoices[0].PaymentHash, amount.Value);
        }

        if (!bill.IsOpen(_parts.Now)) return Ignored.Repeated;
        var record = new TlvRecord(OnionMessageTlv.Invoice, ByteString.Own(Convert.FromHexString(bill.Answer!)));
        if (!Mail.Write(RodPaths.Through(_parts.RelayKey, path, []), record).TryGet(out var message, out _)) return Ignored.NoWayBack;
        var answer = new StoredAnswer([bill.Id], [], Convert.ToHexStringLower(message.ToArray()), "", first.ToString(), [], _parts.Now);
        var key = KeyOf(path.ToArray());
        if (_answers.Find(key) is null && !await MakeRoomAsync([bill], cancellationToken).ConfigureAwait(false)) return Ignored.Full;
        if (!await _answers.AddAsync(key, answer, cancellationToken).ConfigureAwait(false)) return Ignored.Repeated;
        _nudge.Set();
        return null;
    }

    private static BlindedPath? WayBack(Mail mail, PaymentPending pending)
    {
        if (mail.ReplyPath is { } path) return path;
        if (pending.Literal is not { } literal) return null;
        return literal.Lsp.ToPublicKey(out var relay) && literal.Payer.ToPublicKey(out var payer)
            ? RodPaths.WayBack(relay, payer, literal.PaymentId, pathId: null)
            : null;
    }

    /// <summary>Bounds what strangers can have kept: the oldest answer for the same bill goes.</summary>
    private async Task<bool> MakeRoomAsync(IReadOnlyList<StoredBill> bills, CancellationToken cancellationToken)
    {
        foreach (var bill in bills)
        {
            var same = _answers.Items.Where(answer => answer.Value.Bills.Contains(bill.Id)).OrderBy(answer => answer.Value.At).ToList();
            foreach (var (key, _) in same.Take(same.Count - _parts.Options.MaxAnswersPerHash + 1))
                await _answers.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
        }

        return _answers.Items.Count < MostStoredAnswers;
    }

    private async Task<StoredBill?> MakeBillAsync(
        StoredOffer offer, InvoiceRequest request, string requestKey, Msat amount, CancellationToken cancellationToken)
    {
        var height = await _parts.Wallet.GetHeightAsync(cancellationToken).ConfigureAwait(false);
        var inbound = await _parts.Wallet.GetInboundAsync(cancellationToken).ConfigureAwait(false);
        var (preimage, pathId) = (new PaymentPreimage(Bytes32.Random()), Bytes32.Random());
        var paths = inbound.Select(channel => PathOver(channel, height, pathId)).OfType<PaymentPath>().ToList();
        if (paths.Count == 0) return null;
        using var key = PrivateKey.FromHex(offer.Key);
        var life = _parts.Options.InvoiceLife.TotalSeconds;
        var fields = new InvoiceFields
        {
            Paths = [.. paths],
            CreatedAt = _parts.Now,
            RelativeExpiry = (uint)Math.Min(life, uint.MaxValue),
            PaymentHash = PaymentHash.Of(preimage),
            Features = Features.Of(FeatureBit.BasicMpp),
        };
        if (!Bolt12Invoice.For(request, fields).Sign(key).TryGet(out var invoice, out _)) return null;
        var stored = new StoredInvoice(invoice.PaymentHash.ToString(), preimage.Value.ToString())
        {
            Secret = pathId.ToString(),
            IsBlinded = true,
            Amount = amount.Value,
            MinFinalDelta = _parts.Options.MinFinalExpiryDelta,
        };
        return new StoredBill
        {
            Invoices = [stored],
            ExpiresAt = invoice.ExpiresAt,
            Offer = offer.PathId,
            Request = requestKey,
            Answer = invoice.Bytes.ToHex(),
        };
    }

    private PaymentPath? PathOver(Wallet.InboundChannel channel, BlockHeight height, Bytes32 pathId)
    {
        if (!channel.Peer.ToPublicKey(out var peer)) return null;
        var constraints = new PaymentConstraints(height + PathBlocks, channel.Minimum);
        var hop = new EncryptedData { ShortChannelId = channel.Channel, PaymentRelay = channel.Terms, PaymentConstraints = constraints };
        var own = new EncryptedData { PathId = ByteString.CopyOf(pathId.Span), PaymentConstraints = constraints };
        var info = BlindedPayInfo.Of([channel.Terms], (ushort)_parts.Options.MinFinalExpiryDelta, channel.Minimum, channel.Maximum);
        if (info is null) return null;
        using var key = PrivateKey.Generate();
        var padded = EncryptedData.PadToLongest([hop, own]);
        return new PaymentPath(RouteBlinding.Create(key, [new BlindedPathStep(peer, padded[0]), new BlindedPathStep(_parts.SelfKey, padded[1])]),
            info.Value);
    }
}
