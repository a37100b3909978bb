using System.Text;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private const string OfferVectors = "bolt12/offers-test.json";
    private const string StringVectors = "bolt12/format-string-test.json";
    private const string SignatureVectors = "bolt12/signature-test.json";

    private static FuzzTarget[] Offers() =>
    [
        FuzzTarget.Text("Bolt12String", Bolt12String.Parse, read => read.ToString(), StringVectors, SignatureVectors).Allocates(1024, 8) with
        {
            Canonical = InOnePiece,
        },
        FuzzTarget.Bytes("Offer", Offer.Parse, Written, OfferVectors),
        FuzzTarget.Text("OfferText", Offer.Parse, offer => offer.ToString(), OfferVectors, StringVectors) with { Canonical = InOnePiece },
        FuzzTarget.Bytes("InvoiceRequest", InvoiceRequest.Parse, Written),
        FuzzTarget.Bytes("InvoiceRequestUnderSignature", InvoiceRequest.Parse, Written) with
        {
            Dress = input => Sender.Signed(input, Bolt12Signature.InvoiceRequest),
        },
        FuzzTarget.Text("InvoiceRequestText", InvoiceRequest.Parse, request => request.ToString(), SignatureVectors) with { Canonical = InOnePiece },
        FuzzTarget.Bytes("Bolt12Invoice", Bolt12Invoice.Parse, Written),
        FuzzTarget.Bytes("Bolt12InvoiceUnderSignature", Bolt12Invoice.Parse, Written) with
        {
            Dress = input => Sender.Signed(input, Bolt12Signature.Invoice),
        },
        FuzzTarget.Text("Bolt12InvoiceText", Bolt12Invoice.Parse, invoice => invoice.ToString()) with { Canonical = InOnePiece },
        FuzzTarget.Bytes("StaticInvoice", StaticInvoice.Parse, Written),
        FuzzTarget.Bytes("StaticInvoiceUnderSignature", StaticInvoice.Parse, Written) with
        {
            Dress = input => Sender.Signed(input, Bolt12Signature.StaticInvoice),
        },
        FuzzTarget.Bytes("InvoiceError", InvoiceError.Parse, error => error.ToArray()),
    ];

    private static byte[] InOnePiece(byte[] text) =>
        Encoding.UTF8.GetBytes(string.Concat(Encoding.UTF8.GetString(text).Where(c => c != '+' && !char.IsWhiteSpace(c))).ToLowerInvariant());

    private static byte[] Written(Offer offer) => Written(offer, offer.Fields.ToRecords());

    private static byte[] Written(InvoiceRequest request)
    {
        _ = (request.OfferId, request.ExpectedAmount);
        return Written(request, request.Offer.ToRecords(), request.Fields.ToRecords());
    }

    private static byte[] Written(Bolt12Invoice invoice)
    {
        Expect(!invoice.IsExpired(invoice.ExpiresAt) && invoice.Fields.UsablePaths.Any(), "an invoice that cannot be paid");
        return Written(invoice, invoice.Offer.ToRecords(), invoice.Request.ToRecords(), invoice.Fields.ToRecords());
    }

    private static byte[] Written(StaticInvoice invoice)
    {
        Expect(!invoice.IsExpired(invoice.ExpiresAt) && invoice.Fields.UsablePaths.Any(), "an invoice that cannot be paid");
        return Written(invoice, invoice.Offer.ToRecords(), invoice.Fields.ToRecords());
    }

    /// <summary>A message keeps its bytes, which are signed. Its fields, written anew, are the same records but for bit fields.</summary>
    private static byte[] Written(Bolt12Message message, params TlvStream[] fields)
    {
        var read = message.Records.Where(record => record.Type is < InvoiceTlv.Signature or > InvoiceTlv.LastSignature).ToArray();
        var written = TlvStream.Of(fields.SelectMany(records => records));
        Expect(Comparable(TlvStream.Of(read)) == Comparable(written), "the fields are not what was read");
        return message.ToArray();
    }

    // Of the prices of paths, which hold bit fields too, only that they are there.
    private static TlvStream Comparable(TlvStream records) => TlvStream.Of(records.Select(record => record.Type switch
    {
        OfferTlv.Features or InvoiceRequestTlv.Features or InvoiceTlv.Features =>
            new TlvRecord(record.Type, ByteString.CopyOf(record.Value.Span.TrimStart((byte)0))),
        InvoiceTlv.BlindedPay => new TlvRecord(record.Type, ByteString.Empty),
        _ => record,
    }));
}
