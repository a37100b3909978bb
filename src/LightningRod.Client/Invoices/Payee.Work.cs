using LightningRod.Client.Steps;
using LightningRod.Client.Telemetry;
using LightningRod.Peering;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client.Invoices;

public sealed partial class Payee
{
    // When an answer may be sent again, by the clock's time stamps; only the loop has it.
    private readonly Dictionary<string, long> _notBefore = [];
    private bool _claimedAgain;

    /// <summary>Whether no payer is being answered, and no HTLC waits for others.</summary>
    internal bool IsIdle => _answers.Items.Count == 0 && ArrivedCount == 0 && _bills.Items.Values.All(bill => bill.State != BillState.Claiming);

    private int ArrivedCount
    {
        get
        {
            _arrivals.Wait();
            try
            {
                return _arrived.Count;
            }
            finally
            {
                _arrivals.Release();
            }
        }
    }

    /// <summary>Answers payers until the token is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = await TryStepAsync(cancellationToken).ConfigureAwait(false);
            await _nudge.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TimeSpan?> TryStepAsync(CancellationToken cancellationToken)
    {
        using var activity = Instruments.Activities.StartActivity("answers");
        try
        {
            if (!_claimedAgain) await ClaimAgainAsync(cancellationToken).ConfigureAwait(false);
            _claimedAgain = true;
            var late = await FailLateAsync(cancellationToken).ConfigureAwait(false);
            var answers = await AnswerAsync(cancellationToken).ConfigureAwait(false);
            return late is null ? answers : answers is null || late < answers ? late : answers;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _parts.Instruments.Retried("answer");
            Log.StepFailed(_logger, e);
            return _parts.Options.RetryDelay;
        }
    }

    private async Task<TimeSpan?> AnswerAsync(CancellationToken cancellationToken)
    {
        TimeSpan? pause = null;
        var sent = 0;
        foreach (var (key, answer) in _answers.Items.OrderByDescending(answer => answer.Value.At))
        {
            if (!answer.Bills.Any(bill => _bills.Find(bill)?.IsOpen(_parts.Now) == true))
            {
                await _answers.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
                _notBefore.Remove(key);
                continue;
            }

            if (sent++ >= _parts.Options.MaxAnswers) continue;
            var wait = answer.IsInvoice
                ? await SendInvoiceAsync(key, answer, cancellationToken).ConfigureAwait(false)
                : await SendReadyAsync(key, answer, cancellationToken).ConfigureAwait(false);
            if (wait is not null && (pause is null || wait < pause)) pause = wait;
        }

        return pause;
    }

    private async Task<TimeSpan?> SendInvoiceAsync(string key, StoredAnswer answer, CancellationToken cancellationToken)
    {
        if (!_relay.IsOpen) return null;
        if (!await _relay.SendAsync(Read(answer.Message), cancellationToken).ConfigureAwait(false)) return _parts.Options.RetryDelay;
        await _answers.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
        if (_bills.Find(answer.Bills[0]) is { } bill) Tell(ClientStepNames.InvoiceSent, bill.Invoices[0].PaymentHash, bill.Invoices[0].Amount);
        return null;
    }

    private async Task<TimeSpan?> SendReadyAsync(string key, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var isDirect = _parts.Options.AnswerWay == AnswerWay.Dial && answer.Node != _parts.Identity.Relay.ToString();
        if (!isDirect && !_relay.IsOpen) return null;
        var now = _parts.Time.GetTimestamp();
        if (_notBefore.TryGetValue(key, out var then) && _parts.Time.GetElapsedTime(now, then) is { } left && left > TimeSpan.Zero) return left;
        // Whoever says that it is ready makes the HTLCs come: not before they can.
        if (!await _parts.Wallet.CanReceiveAsync(cancellationToken).ConfigureAwait(false)) return _parts.Options.RetryDelay;
        _notBefore[key] = now + (long)(_parts.Options.ReadyAgain.TotalSeconds * _parts.Time.TimestampFrequency);
        if (isDirect)
        {
            await DialAsync(answer, cancellationToken).ConfigureAwait(false);
            return _parts.Options.ReadyAgain;
        }

        TellReady(answer, "through the own relay");
        if (await _relay.SendAsync(Read(answer.Message), cancellationToken).ConfigureAwait(false)) return _parts.Options.ReadyAgain;
        _notBefore.Remove(key);
        return _parts.Options.RetryDelay;
    }

    /// <summary>Brings an answer to the first node of the way back; the addresses are a stranger's, so public ones alone are dialled.</summary>
    private async Task DialAsync(StoredAnswer answer, CancellationToken cancellationToken)
    {
        var node = NodeId.FromHex(answer.Node);
        if (!node.ToPublicKey(out var remote)) return;
        foreach (var address in answer.Places)
        {
            var result = await _dialer.DialAsync(address, remote, cancellationToken).ConfigureAwait(false);
            if (!result.TryGet(out var session, out var failure))
            {
                Log.NotDialled(_logger, address, failure);
                continue;
            }

            TellReady(answer, "dialled");
            var taken = session.TrySend(Read(answer.Direct)) == SendOutcome.Queued
                && await session.PingAsync(0, cancellationToken).ConfigureAwait(false) == PingOutcome.Answered;
            session.Close("the answer is delivered");
            if (taken) return;
        }
    }

    private void TellReady(StoredAnswer answer, string how) =>
        Tell(ClientStepNames.PaymentReadySent, new PaymentHash(Bytes32.FromHex(answer.Hashes[0])), detail: how);

    private static OnionMessage Read(string hex) => (OnionMessage)PeerMessage.Parse(Convert.FromHexString(hex)).Value;

    private static partial class Log
    {
        [LoggerMessage(2720, LogLevel.Warning, "Answers to payers did not go out; they are tried again.")]
        internal static partial void StepFailed(ILogger logger, Exception exception);

        [LoggerMessage(2721, LogLevel.Information, "The payer's relay was not reached at {Address}: {Failure}.")]
        internal static partial void NotDialled(ILogger logger, NetworkAddress address, Peering.Dialing.DialFailure failure);

        [LoggerMessage(2722, LogLevel.Information, "An HTLC for invoice {Hash} is failed: {Why}.")]
        internal static partial void Rejected(ILogger logger, PaymentHash hash, string why);
    }
}
