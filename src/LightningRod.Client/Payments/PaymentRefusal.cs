using System.Diagnostics.CodeAnalysis;
using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Payments;

/// <summary>Why an order is not carried out. Nothing was sent.</summary>
public enum PaymentRefusalCode
{
    /// <summary>No invoice, too many, one twice, or of different payees.</summary>
    BadOrder,

    /// <summary>One of the payment hashes is in another payment that is not over, or was paid before.</summary>
    AlreadyThere,

    /// <summary>As many payments as there may be are not over.</summary>
    TooManyPayments,

    /// <summary>Another chain.</summary>
    WrongChain,

    /// <summary>The invoice or the offer is expired.</summary>
    Expired,

    /// <summary>Neither the invoice nor the order says how much.</summary>
    NoAmount,

    /// <summary>The order's amount is less than the invoice asks for.</summary>
    AmountTooLow,

    /// <summary>Several parts were ordered, which the invoice does not allow, or too many.</summary>
    BadParts,

    /// <summary>The wallet knows no way for the HTLCs.</summary>
    NoRoute,

    /// <summary>No way is known for the message to the payee, so its money would wait for nothing.</summary>
    NoWayToPayee,

    /// <summary>The HTLCs would be longer than 2016 blocks with this window.</summary>
    WindowTooLong,

    /// <summary>The window is longer than the invoice can be paid.</summary>
    InvoiceTooShort,

    /// <summary>What is left for the window is too short to be worth it.</summary>
    WindowTooShort,

    /// <summary>More than the LSP holds: hashes, amount or window.</summary>
    OverLimit,
}

/// <summary>Why an order is not carried out.</summary>
/// <param name="Code">The kind of reason.</param>
/// <param name="Detail">One sentence for people: what was wrong, which value, what is possible.</param>
public sealed record PaymentRefusal(PaymentRefusalCode Code, string Detail);

/// <summary>The name of a payment that began, or why none did.</summary>
public sealed class PayResult
{
    private readonly PaymentRefusal? _refusal;

    internal PayResult(Bytes32 payment) => Payment = payment;

    internal PayResult(PaymentRefusal refusal) => _refusal = refusal;

    /// <summary>The payment's name: SHA-256 of its payment id. Zero when there is none.</summary>
    public Bytes32 Payment { get; }

    /// <summary>Gives the name or the refusal.</summary>
    /// <param name="payment">The payment's name when true is returned: SHA-256 of its payment id.</param>
    /// <param name="refusal">The refusal when false is returned.</param>
    public bool TryGet(out Bytes32 payment, [NotNullWhen(false)] out PaymentRefusal? refusal)
    {
        (payment, refusal) = (Payment, _refusal);
        return refusal is null;
    }

    /// <inheritdoc/>
    public override string ToString() => _refusal?.ToString() ?? Payment.ToString();
}
