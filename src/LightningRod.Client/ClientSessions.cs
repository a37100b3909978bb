using LightningRod.Client.Invoices;
using LightningRod.Client.Messages;
using LightningRod.Client.Payments;
using LightningRod.Client.Relay;
using LightningRod.Peering;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Rod;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client;

/// <summary>Hands on what comes over the wallet's sessions. What a message changes is stored before the next one, and so before any pong after
/// it.</summary>
internal sealed partial class ClientSessions(ClientParts parts) : IPeerSessionHandler
{
    private readonly ILogger _logger = parts.Services.Loggers.CreateLogger<ClientSessions>();
    private RelaySession _relay = null!;
    private Payer _payer = null!;
    private Payee _payee = null!;

    internal void Attach(RelaySession relay, Payer payer, Payee payee) => (_relay, _payer, _payee) = (relay, payer, payee);

    public ValueTask OnOpenedAsync(PeerSession session, CancellationToken cancellationToken)
    {
        if (_relay.OnOpened(session))
        {
            _payer.Wake();
            _payee.Wake();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask OnMessageAsync(PeerSession session, PeerMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case OnionMessage onion:
                await OnMailAsync(onion, cancellationToken).ConfigureAwait(false);
                break;
            case Lsps0Frame frame when session.RemoteId == parts.Identity.Relay:
                _relay.OnFrame(session, frame);
                break;
        }
    }

    public ValueTask OnClosedAsync(PeerSession session, CloseReason reason)
    {
        _relay.OnClosed(session, reason);
        return ValueTask.CompletedTask;
    }

    private async Task OnMailAsync(OnionMessage message, CancellationToken cancellationToken)
    {
        parts.Activity.Set();
        if (!Mail.Open(parts.Identity.Key, message).TryGet(out var mail, out _))
        {
            parts.Instruments.Ignored(Ignored.Unreadable);
            return;
        }

        var name = WireNumbers.Find(nameof(OnionMessageTlv), mail.Content.Type)?.Name ?? "other";
        parts.Instruments.Received(name);
        if (await TakeAsync(mail, cancellationToken).ConfigureAwait(false) is not { } why) return;
        parts.Instruments.Ignored(why);
        Log.Ignored(_logger, name, why);
    }

    private Task<string?> TakeAsync(Mail mail, CancellationToken cancellationToken)
    {
        switch (mail.Content.Type)
        {
            case OnionMessageTlv.InvoiceRequest: return _payee.OnInvoiceRequestAsync(mail, cancellationToken);
            case OnionMessageTlv.Invoice: return _payer.OnInvoiceAsync(mail, cancellationToken);
            case OnionMessageTlv.InvoiceError: return _payer.OnInvoiceErrorAsync(mail, cancellationToken);
        }

        if (!RodMessage.Parse(mail.Content).TryGet(out var message, out var error))
            return Task.FromResult<string?>(error.Rule == Wire.Encodings.WireRule.Unrecognized ? Ignored.Unknown : Ignored.Unreadable);
        return message switch
        {
            HoldAck ack => _payer.OnHoldAckAsync(mail, ack, cancellationToken),
            PaymentPending pending => _payee.OnPaymentPendingAsync(mail, pending, cancellationToken),
            PaymentReady => Task.FromResult(_payer.OnPaymentReady(mail)),
            _ => Task.FromResult<string?>(Ignored.Unknown),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(2730, LogLevel.Debug, "A message {Content} changed nothing: {Reason}.")]
        internal static partial void Ignored(ILogger logger, string content, string reason);
    }
}
