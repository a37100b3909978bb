using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;
using LightningRod.Client.Relay;
using LightningRod.Client.Steps;
using LightningRod.Client.Storage;
using LightningRod.Client.Wallet;
using LightningRod.Peering;
using LightningRod.Peering.Limits;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using Microsoft.Extensions.Logging;

namespace LightningRod.Client;

/// <summary>A wallet's part in asynchronous payments: session, payer and payee, from the start of the process to its end. Thread-safe.</summary>
/// <remarks>
/// <code>
/// await using var client = await RodClient.StartAsync(identity, wallet, FileClientStore.Open("rod.store"));
/// var result = await client.Payer.PayAsync(PaymentOrder.For(invoice), cancellationToken);
/// await client.WorkAsync(TimeSpan.FromSeconds(20), cancellationToken);
/// </code>
/// The process may be killed at any moment; the next start goes on with what is stored. One client at a time has a store.
/// </remarks>
public sealed partial class RodClient : IAsyncDisposable
{
    /// <summary>The relay's mail comes at once after a long sleep, and what is dropped of it would be lost.</summary>
    private static readonly PeerRates RatesOfRelay = new()
    {
        OnionMessages = new() { MessagesPerSecond = 10_000, MessageBurst = 100_000, BytesPerSecond = 64 << 20, ByteBurst = 1 << 30 },
    };

    private readonly ClientParts _parts;
    private readonly PeerNode _node;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private Task _loops = Task.CompletedTask;

    private RodClient(ClientParts parts)
    {
        _parts = parts;
        _logger = parts.Services.Loggers.CreateLogger<RodClient>();
        var sessions = new ClientSessions(parts);
        var init = new Init(Features.Of(FeatureBit.OnionMessages, FeatureBit.Lsps0, FeatureBit.LightningRod)) { Networks = [parts.Identity.Chain] };
        _node = new PeerNode(parts.Identity.Key, new PeerProtocol(init), sessions, services: new PeerServices
        {
            Time = parts.Time,
            Loggers = parts.Services.Loggers,
            Meters = parts.Services.Meters,
            Resolver = parts.Services.Resolver,
            RatesOf = node => node == parts.Identity.Relay ? RatesOfRelay : null,
        });
        Relay = new(parts, _node);
        Payer = new(parts, Relay);
        Payee = new(parts, Relay, _node);
        sessions.Attach(Relay, Payer, Payee);
    }

    /// <summary>The session with the LSP's relay, and its LSPS0 calls.</summary>
    public RelaySession Relay { get; }

    /// <summary>Pays.</summary>
    public Payer Payer { get; }

    /// <summary>Is paid.</summary>
    public Payee Payee { get; }

    /// <summary>What is to be done at this moment.</summary>
    public ClientAgenda Agenda
    {
        get
        {
            var open = Payer.Payments.Where(payment => !payment.IsOver).ToList();
            var waiting = open.Count(payment => payment.MayGoOffline);
            // Parts that are still to be looked at may change a payment that seems to wait.
            var carryOn = waiting == open.Count && !Payer.IsIdle ? open.Count : open.Count - waiting;
            return new(Relay.IsOpen, carryOn, open.Count - carryOn, !Payee.IsIdle);
        }
    }

    /// <summary>Reads what is stored, and begins to connect, to watch the wallet and to carry on what is not over.</summary>
    /// <param name="identity">Who the wallet is, and where its relay is.</param>
    /// <param name="wallet">Its Lightning software.</param>
    /// <param name="store">What it kept; stays the caller's, who disposes it after the client.</param>
    /// <param name="options">Times and bounds, the defaults when null.</param>
    /// <param name="services">Clock, logs, observer; the system's when null.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentException">A setting is wrong; the message names it.</exception>
    public static async Task<RodClient> StartAsync(
        ClientIdentity identity, IWallet wallet, IClientStore store, ClientOptions? options = null, ClientServices? services = null,
        CancellationToken cancellationToken = default)
    {
        var client = new RodClient(new ClientParts(identity, wallet, store, options ?? new(), services ?? new()));
        try
        {
            await client.Payer.LoadAsync(cancellationToken).ConfigureAwait(false);
            await client.Payee.LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        client.Payer.LookAgain();
        var stopping = client._stopping.Token;
        client._loops = Task.WhenAll(
            Task.Run(() => client.Relay.KeepAsync(stopping), stopping),
            Task.Run(() => client.Payer.RunAsync(stopping), stopping),
            Task.Run(() => client.Payee.RunAsync(stopping), stopping),
            Task.Run(() => client.WatchAsync(stopping), stopping));
        return client;
    }

    /// <summary>Works until nothing is left to do, or the time is up: for a phone that was woken for some seconds.</summary>
    /// <param name="budget">How long at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What is left. Nothing is, when the relay is reached, its mail is read, and everything waits for others.</returns>
    public async Task<ClientAgenda> WorkAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var start = _parts.Time.GetTimestamp();
        while (true)
        {
            var left = budget - _parts.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return Agenda;
            var quiet = _parts.Options.QuietTime < left ? _parts.Options.QuietTime : left;
            if (!await _parts.Activity.WaitAsync(quiet, cancellationToken).ConfigureAwait(false) && Agenda is { MayGoOffline: true } done)
                return done;
        }
    }

    /// <summary>Goes offline: everything stops where it is, and the next start goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_loops.Exception is { } e) Log.LoopFailed(_logger, e);
        await _node.DisposeAsync().ConfigureAwait(false);
        _parts.Step(new ClientStep(ClientStepNames.GoneOffline));
        Payer.Dispose();
        Payee.Dispose();
        _parts.Dispose();
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // What happened while nobody watched is asked for.
                Payer.LookAgain();
                await foreach (var news in _parts.Wallet.WatchAsync(cancellationToken).ConfigureAwait(false))
                    await OnWalletAsync(news, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _parts.Instruments.Retried("wallet");
                Log.WatchFailed(_logger, e);
            }

            await Task.Delay(_parts.Options.RetryDelay, _parts.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task OnWalletAsync(WalletEvent news, CancellationToken cancellationToken)
    {
        _parts.Activity.Set();
        switch (news)
        {
            case PartArrived part:
                await Payee.OnArrivedAsync(part, cancellationToken).ConfigureAwait(false);
                break;
            case PartChanged part:
                Payer.OnPartChanged(part.Hash);
                break;
            default:
                Payer.Wake();
                Payee.Wake();
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2740, LogLevel.Warning, "The wallet cannot be watched; it is tried again.")]
        internal static partial void WatchFailed(ILogger logger, Exception exception);

        [LoggerMessage(2741, LogLevel.Error, "A loop of the client ended; this is a bug.")]
        internal static partial void LoopFailed(ILogger logger, Exception exception);
    }
}
