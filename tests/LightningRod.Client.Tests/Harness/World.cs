using System.Collections.Concurrent;
using LightningRod.Client.Messages;
using LightningRod.Client.Payments;
using LightningRod.Client.Steps;
using LightningRod.Client.Storage;
using LightningRod.Client.Wallet;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Tests.Harness;

/// <summary>Payer, LSP A, LSP B and payee. LSP B's relay has the same key as its channel node, so an invoice's hint leads to it.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PrivateKey _payerKey = PrivateKey.Generate();
    private readonly PrivateKey _payeeKey = PrivateKey.Generate();
    private readonly PrivateKey _nodeA = PrivateKey.Generate();
    private readonly PrivateKey _relayA = PrivateKey.Generate();
    private readonly PrivateKey _lspB = PrivateKey.Generate();
    private readonly List<RodClient> _clients = [];
    private readonly CancellationTokenSource _patience = new(Patience);

    internal World()
    {
        (RelayA, RelayB) = (new TestRelay(_relayA), new TestRelay(_lspB));
        Network.AddNode(_nodeA);
        Network.AddNode(_lspB);
        var (toLspB, toPayee) = (new ShortChannelId(1), new ShortChannelId(2));
        Network.AddChannel(toLspB, RelayB.Id);
        Network.AddChannel(toPayee, PayeeId);
        PayerWallet = new(Network, PayerId, new NodeId(_nodeA.PublicKey), new ShortChannelId(9))
        {
            Route = [new RouteHop(new NodeId(_nodeA.PublicKey), toLspB, TestNetwork.Terms)],
        };
        PayerWallet.Addresses[RelayB.Id] = RelayB.Address;
        PayeeWallet = new(Network, PayeeId, RelayB.Id, toPayee);
        RelayA.Clients[PayerId] = true;
        RelayB.Clients[PayeeId] = true;
        RelayA.Holds = Holds = new TestHolds(Network);
    }

    internal TestNetwork Network { get; } = new();

    internal TestRelay RelayA { get; }

    internal TestRelay RelayB { get; }

    internal TestHolds Holds { get; }

    internal TestWallet PayerWallet { get; }

    internal TestWallet PayeeWallet { get; }

    internal IClientStore PayerStore { get; set; } = new MemoryClientStore();

    internal IClientStore PayeeStore { get; set; } = new MemoryClientStore();

    internal ConcurrentQueue<ClientStep> PayerSteps { get; } = new();

    internal ConcurrentQueue<ClientStep> PayeeSteps { get; } = new();

    internal NodeId PayerId => new(_payerKey.PublicKey);

    internal NodeId PayeeId => new(_payeeKey.PublicKey);

    internal PublicKey PayerKey => _payerKey.PublicKey;

    internal PublicKey PayeeKey => _payeeKey.PublicKey;

    internal ClientOptions Options { get; set; } = new()
    {
        RequestAgain = TimeSpan.FromMilliseconds(300),
        ReadyAgain = TimeSpan.FromMilliseconds(300),
        RetryDelay = TimeSpan.FromMilliseconds(20),
        FirstPause = TimeSpan.FromMilliseconds(20),
        LongestPause = TimeSpan.FromMilliseconds(100),
        QuietTime = TimeSpan.FromMilliseconds(200),
        PublicAddressesOnly = false,
    };

    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal CancellationToken Token => _patience.Token;

    internal Task<RodClient> StartPayerAsync(KillSwitch? kill = null) =>
        StartAsync(_payerKey, RelayA, PayerWallet, PayerStore, PayerSteps, kill);

    internal Task<RodClient> StartPayeeAsync(KillSwitch? kill = null) =>
        StartAsync(_payeeKey, RelayB, PayeeWallet, PayeeStore, PayeeSteps, kill);

    /// <summary>A payment on its way to the sleeping payee: the payer may go offline.</summary>
    internal async Task<Bytes32> PayAsync(RodClient payer, PaymentOrder order)
    {
        var result = await payer.Payer.PayAsync(order, Token);
        Assert.True(result.TryGet(out var payment, out var refusal), $"{refusal}");
        await payer.Payer.WhenAsync(payment, view => view.Stage == PaymentStage.Waiting || view.IsOver, Token);
        return payment;
    }

    /// <summary>A message for the payee as a stranger can make it.</summary>
    internal void SendToPayee(Wire.Encodings.TlvRecord content, Wire.Onion.BlindedPath? replyPath)
    {
        var path = RodPaths.FromRelay(RelayB.Key, [PayeeKey], []);
        RelayB.Take(Mail.Write(path, content, replyPath).Value.ToArray(), fromClient: false);
    }

    internal void SendToPayer(Wire.Encodings.TlvRecord content, Bytes32? pathId)
    {
        var path = pathId is { } id ? RodPaths.ThroughRelay(RelayA.Key, PayerKey, id) : RodPaths.FromRelay(RelayA.Key, [PayerKey], []);
        RelayA.Take(Mail.Write(path, content).Value.ToArray(), fromClient: false);
    }

    /// <summary>An HTLC that reaches the payee without any hold, with an onion made by hand.</summary>
    internal void SendHtlc(Bolt11Invoice invoice, string reference, Msat amount, Msat total, uint blocks = 200, PaymentSecret? secret = null)
    {
        Holds.Pass = true;
        using var session = PrivateKey.Generate();
        var payload = new Wire.Onion.PaymentPayload
        {
            AmountToForward = amount,
            OutgoingCltv = Network.Height + blocks,
            PaymentData = new Wire.Onion.PaymentData(secret ?? invoice.Terms.PaymentSecret, total),
        };
        var hint = new Wire.Onion.PaymentPayload { AmountToForward = amount, OutgoingCltv = payload.OutgoingCltv,
            ShortChannelId = PayeeWallet.Channel };
        var onion = Wire.Onion.PaymentOnion.Create(session, [(RelayB.Key, hint), (PayeeKey, payload)], invoice.Terms.PaymentHash).Value;
        var part = new PartToSend(
            reference, RelayB.Id, invoice.Terms.PaymentHash, TestNetwork.Terms.AmountToReceive(amount),
            Network.Height + blocks + TestNetwork.Terms.CltvExpiryDelta, Wire.Encodings.ByteString.Own(onion));
        Assert.Null(PayerWallet.Send(part).Refusal);
    }

    /// <summary>For what other threads bring about and nobody announces.</summary>
    internal async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await RelayA.DisposeAsync();
        await RelayB.DisposeAsync();
        foreach (var key in (PrivateKey[])[_payerKey, _payeeKey, _nodeA, _relayA, _lspB]) key.Dispose();
        _patience.Dispose();
    }

    private async Task<RodClient> StartAsync(
        PrivateKey key, TestRelay relay, TestWallet wallet, IClientStore store, ConcurrentQueue<ClientStep> steps, KillSwitch? kill)
    {
        var identity = new ClientIdentity(key, relay.Id, [relay.Address]) { Network = Bolt11Currency.Regtest };
        var services = new ClientServices { Time = Time, Observer = new Observer(steps, kill) };
        var client = await RodClient.StartAsync(
            identity, kill is null ? wallet : new MortalWallet(wallet, kill), kill is null ? store : new MortalStore(store, kill), Options,
                services, Token);
        _clients.Add(client);
        return client;
    }

    private sealed class Observer(ConcurrentQueue<ClientStep> steps, KillSwitch? kill) : IClientObserver
    {
        public void OnStep(ClientStep step)
        {
            steps.Enqueue(step);
            kill?.OnStep(step.Name);
        }
    }
}
