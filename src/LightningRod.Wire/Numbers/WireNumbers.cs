using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace LightningRod.Wire.Numbers;

/// <summary>The table of all numbers that this library reads or writes, for tools and documents. The constants beside it are its rows.</summary>
public static class WireNumbers
{
    private static readonly FrozenDictionary<(string, ulong), WireNumber> ByNumber;

#pragma warning disable CA1810 // The rows and their index are built in one order.
    static WireNumbers()
    {
        All =
        [
            .. Rows(typeof(AddressDescriptor)),
            .. Rows(typeof(MessageType)), .. Rows(typeof(InitTlv)), .. Rows(typeof(FeatureBit)), .. Rows(typeof(FailureCode)),
            .. Rows(typeof(UpdateAddHtlcTlv)), .. Rows(typeof(RevokeAndAckTlv)),
            .. Rows(typeof(PaymentOnionTlv)), .. Rows(typeof(EncryptedDataTlv)), .. Rows(typeof(OnionMessageTlv)),
            .. Rows(typeof(OfferTlv)), .. Rows(typeof(InvoiceRequestTlv)), .. Rows(typeof(InvoiceTlv)), .. Rows(typeof(InvoiceErrorTlv)),
            .. Rows(typeof(Bolt11Tag)),
            .. Rows(typeof(HoldRequestTlv)), .. Rows(typeof(HoldAckTlv)), .. Rows(typeof(HoldCancelTlv)), .. Rows(typeof(HoldErrorCode)),
            .. Rows(typeof(PaymentPendingTlv)), .. Rows(typeof(PaymentReadyTlv)), .. Rows(typeof(NonceReleaseTlv)),
        ];
        ByNumber = All.ToFrozenDictionary(row => (row.Space, row.Number));
    }
#pragma warning restore CA1810

    /// <summary>All rows, grouped by space, in the order of their sources.</summary>
    public static IReadOnlyList<WireNumber> All { get; }

    /// <summary>The row of a number.</summary>
    /// <param name="space">Name of the class that holds it, for example <c>nameof(OnionMessageTlv)</c>.</param>
    /// <param name="number">The number.</param>
    /// <returns>The row, or null for a number that is not in the table.</returns>
    public static WireNumber? Find(string space, ulong number) => ByNumber.GetValueOrDefault((space, number));

    private static IEnumerable<WireNumber> Rows([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type space) =>
        from field in space.GetFields(BindingFlags.Public | BindingFlags.Static)
        let attribute = field.GetCustomAttribute<WireNumberAttribute>()
        where attribute is not null
        select new WireNumber(
            space.Name, Convert.ToUInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture), attribute.Name, attribute.Source, attribute.Dialect);
}
