using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Invoices;

/// <summary>What an invoice shall say.</summary>
/// <param name="Amount">What is asked for; null to leave it to the payer.</param>
/// <param name="Description">What is paid for, at most 639 bytes of UTF-8.</param>
public sealed record InvoiceOrder(Msat? Amount, string Description)
{
    /// <summary>How long it can be paid; null for <see cref="ClientOptions.InvoiceLife"/>. It bounds the payer's hold window.</summary>
    public TimeSpan? Life { get; init; }
}
