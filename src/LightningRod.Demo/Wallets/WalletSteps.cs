using System.Text.Json.Nodes;
using LightningRod.Client.Steps;

namespace LightningRod.Demo.Wallets;

/// <summary>Tells a wallet's steps as lines of JSON on the standard output.</summary>
internal sealed class WalletSteps(TextWriter output) : IClientObserver
{
    /// <summary>A payment of the payer is over; <c>settled</c> says how.</summary>
    internal const string Outcome = "payment_outcome";

    /// <summary>Invoices of the payee are paid.</summary>
    internal const string BillPaid = "bill_paid";

    /// <summary>The payee's user gives the payer an invoice, past the network.</summary>
    internal const string InvoiceGiven = "invoice_given";

    /// <summary>The payee's user shows an offer.</summary>
    internal const string OfferGiven = "offer_given";

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the payee has said that it is ready.</summary>
    internal Task WhenReady => _ready.Task;

    public void OnStep(ClientStep step)
    {
        Tell(step.Name, line => Fill(line, step));
        if (step.Name == ClientStepNames.PaymentReadyReceived) _ready.TrySetResult();
    }

    /// <summary>Tells a step.</summary>
    internal void Tell(string name, Action<JsonObject> fill)
    {
        var line = new JsonObject { ["t"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), ["step"] = name };
        fill(line);
        lock (_gate)
        {
            output.WriteLine(line.ToJsonString());
            output.Flush();
        }
    }

    private static void Fill(JsonObject line, ClientStep step)
    {
        if (step.Amount is { } amount) line["amount_msat"] = amount.Value;
        if (step.Detail is { } detail) line["detail"] = detail;
        if ((step.Payment?.ToString() ?? step.Hash?.ToString()) is { } payment) line["payment"] = payment;
    }
}
