using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Bolt12;

/// <summary>To which of the mirrored messages a type belongs; BOLT 12 gives each its ranges.</summary>
[Flags]
internal enum FieldGroups
{
    None = 0,

    /// <summary>1 to 79 and 1000000000 to 1999999999.</summary>
    Offer = 1,

    /// <summary>0, 80 to 159 and 2000000000 to 2999999999.</summary>
    InvoiceRequest = 2,

    /// <summary>160 to 239 and 3000000000 to 3999999999.</summary>
    Invoice = 4,

    /// <summary>240 to 1000: no leaves of the merkle tree, and never mirrored.</summary>
    Signature = 8,
}

/// <summary>The ranges of types of BOLT 12.</summary>
internal static class FieldRanges
{
    internal static FieldGroups GroupOf(ulong type) => type switch
    {
        InvoiceRequestTlv.Metadata => FieldGroups.InvoiceRequest,
        <= OfferTlv.Last => FieldGroups.Offer,
        <= InvoiceRequestTlv.Last => FieldGroups.InvoiceRequest,
        <= InvoiceTlv.Last => FieldGroups.Invoice,
        <= InvoiceTlv.LastSignature => FieldGroups.Signature,
        < OfferTlv.FirstExperimental => FieldGroups.None,
        <= OfferTlv.LastExperimental => FieldGroups.Offer,
        <= InvoiceRequestTlv.LastExperimental => FieldGroups.InvoiceRequest,
        <= InvoiceTlv.LastExperimental => FieldGroups.Invoice,
        _ => FieldGroups.None,
    };

    /// <summary>The records of some groups, as they are.</summary>
    internal static TlvStream Only(this TlvStream records, FieldGroups groups)
    {
        var kept = new List<TlvRecord>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            if ((GroupOf(records[i].Type) & groups) != 0) kept.Add(records[i]);
        }

        return TlvStream.FromSorted(kept);
    }
}
