using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using LightningRod.Client;
using LightningRod.Client.Invoices;
using LightningRod.Client.Payments;
using LightningRod.Client.Storage;
using LightningRod.Demo.Director;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Demo.Wallets;

/// <summary><c>wallet</c>: a phone with its app open. It does what its user wants and what is due, and goes offline when it only waits for others.</summary>
internal static class WalletCommand
{
    private const ulong Satoshis = 50_000;
    private const int Parts = 2;

    /// <summary>How long the app stays open at most; a phone's user has other things to do.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ClientOptions Options = new()
    {
        PublicAddressesOnly = false,
        Window = 72,
        QuietTime = TimeSpan.FromMilliseconds(700),
        RetryDelay = TimeSpan.FromMilliseconds(300),
        FirstPause = TimeSpan.FromMilliseconds(200),
        LongestPause = TimeSpan.FromSeconds(1),
        RequestAgain = TimeSpan.FromSeconds(2),
        ReadyAgain = TimeSpan.FromSeconds(3),
        InvoiceAgain = TimeSpan.FromSeconds(10),
        MaxPayments = 256,
        MaxAnswers = 256,
        MaxInvoicesPerOffer = 256,
    };

    internal static Command Create()
    {
        var file = new Argument<string>("settings") { Description = "What the director wrote." };
        var command = new Command("wallet", "A wallet of the demo.") { file };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => RunAsync(WalletSettings.Read(parsed.GetValue(file)!), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(WalletSettings settings, TextWriter output, CancellationToken cancel)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
        var steps = new WalletSteps(output);
        var patience = settings.Early ? steps.WhenReady : Task.CompletedTask;
        using var key = PrivateKey.FromHex(settings.Key);
        var identity = new ClientIdentity(key, settings.Relay, [Address(settings.RelayPort)]) { Network = Bolt11Currency.Regtest };
        await using var wallet = new SimulatedWallet(settings, patience);
        await using var store = FileClientStore.Open(Path.Combine(settings.Folder, "rod.store"));
        await using var client = await RodClient.StartAsync(identity, wallet, store, Options, new() { Observer = steps }, stopping.Token);
        try
        {
            await RegisterAsync(client, settings, stopping.Token);
            if (settings.Name == Cast.Payee) await AskAsync(client, settings, steps, stopping.Token);
            else await PayAsync(client, settings, stopping.Token);
            _ = await client.WorkAsync(Budget, stopping.Token);
            if (settings.Cancel) await CancelAsync(client, stopping.Token);
            Conclude(client, steps);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }

        return 0;
    }

    /// <summary>Step 0: where the phone takes pushes; told again whenever the app opens, as apps do.</summary>
    private static async Task RegisterAsync(RodClient client, WalletSettings settings, CancellationToken cancel)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await client.Relay.WaitOpenAsync(cancel);
            if ((await client.Relay.SetDeviceAsync("webhook", settings.PushUrl, cancel)).TryGet(out _, out var failure)) return;
            // An LSP that was just started may not know its channels yet, hence not its clients.
            if (TimeProvider.System.GetElapsedTime(begun) > Patience) throw new InvalidOperationException($"The device was not registered: {failure}");
            await Task.Delay(Options.RetryDelay, TimeProvider.System, cancel);
        }
    }

    /// <summary>The payee's user asks for money: an offer, or invoices, made once.</summary>
    private static async Task AskAsync(RodClient client, WalletSettings settings, WalletSteps steps, CancellationToken cancel)
    {
        if (settings.UsesOffer)
        {
            var offer = client.Payee.Offers.Count > 0
                ? client.Payee.Offers[0]
                : await client.Payee.CreateOfferAsync(new(Msat.FromSatoshis(Satoshis), "coffee for the band"), cancel);
            steps.Tell(WalletSteps.OfferGiven, line => line["offer"] = offer.ToString());
            return;
        }

        // Its invoices stand in a file, as in a chat; those that a kill took from it are made anew.
        var path = Path.Combine(settings.Folder, "invoices.json");
        List<string> made = File.Exists(path) ? JsonSerializer.Deserialize<List<string>>(await File.ReadAllTextAsync(path, cancel))! : [];
        while (made.Count < settings.Payments * settings.Hashes)
        {
            var orders = Enumerable.Range(0, settings.Hashes).Select(_ => new InvoiceOrder(Msat.FromSatoshis(Satoshis), "coffee"));
            made.AddRange((await client.Payee.CreateBillAsync([.. orders], cancel)).Select(static invoice => invoice.Text));
            await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(made), cancel);
            File.Move(path + ".new", path, overwrite: true);
        }

        foreach (var (index, invoice) in made.Index())
        {
            steps.Tell(WalletSteps.InvoiceGiven, line =>
            {
                line["index"] = index;
                line["invoice"] = invoice;
                line["amount_msat"] = Msat.FromSatoshis(Satoshis).Value;
            });
        }
    }

    /// <summary>The payer's user pays what it was given; what was begun goes on by itself.</summary>
    private static async Task PayAsync(RodClient client, WalletSettings settings, CancellationToken cancel)
    {
        PayeeContact[] contacts = [new(settings.PayeeRelay, [Address(settings.PayeeRelayPort)])];
        List<PaymentOrder> orders = [];
        if (settings.Offer is { } offer)
        {
            var missing = settings.Payments - client.Payer.Payments.Count;
            for (var i = 0; i < missing; i++) orders.Add(PaymentOrder.For(Offer.Parse(offer).Value));
        }
        else
        {
            var invoices = settings.Invoices.Select(static text => Bolt11Invoice.Decode(text).Value);
            orders.AddRange(invoices.Chunk(settings.Hashes).Select(static bill => PaymentOrder.For(bill) with { Parts = Parts }));
        }

        // Each once: what failed is not tried again, and what was begun goes on by itself.
        foreach (var order in orders.Skip(settings.Offer is null ? client.Payer.Payments.Count : 0))
        {
            var paid = await client.Payer.PayAsync(order with { Literal = settings.Literal, TellsFirst = settings.Early, Contacts = [.. contacts], Note = "for the coffee" }, cancel);
            if (!paid.TryGet(out _, out var refusal)) throw new InvalidOperationException($"The payment was refused: {refusal}");
        }
    }

    private static async Task CancelAsync(RodClient client, CancellationToken cancel)
    {
        foreach (var payment in client.Payer.Payments.Where(static payment => !payment.IsOver))
        {
            await client.Payer.CancelAsync(payment.Id, cancel);
            await client.Payer.WhenAsync(payment.Id, static view => view.IsOver, cancel);
        }
    }

    /// <summary>What is over, told each time: who was killed may have had no time to say so.</summary>
    private static void Conclude(RodClient client, WalletSteps steps)
    {
        foreach (var payment in client.Payer.Payments.Where(static payment => payment.IsOver))
        {
            steps.Tell(WalletSteps.Outcome, line =>
            {
                line["payment"] = payment.Id.ToString();
                line["settled"] = payment.Stage == PaymentStage.Done;
            });
        }

        foreach (var bill in client.Payee.Bills.Where(static bill => bill.IsPaid))
            steps.Tell(WalletSteps.BillPaid, line => line["payment"] = bill.Id.ToString());
    }

    private static NetworkAddress Address(int port) => NetworkAddress.Of(IPAddress.Loopback, (ushort)port);
}
