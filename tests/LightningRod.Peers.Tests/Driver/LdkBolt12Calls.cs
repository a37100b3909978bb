using LightningRod.Wire.Encodings;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>The peer's calls about BOLT 12 (ldk/invoices.mjs).</summary>
internal static class LdkBolt12Calls
{
    internal static Task<LdkOffer> Offer(this LdkPeer peer, string bolt12) => peer.Call<LdkOffer>("offer", new { bolt12 });

    internal static Task<LdkOffer> Offer(this LdkPeer peer, ByteString bytes) => peer.Call<LdkOffer>("offer", new { bytes });

    internal static Task<LdkInvoiceRequest> InvoiceRequest(this LdkPeer peer, ByteString bytes) =>
        peer.Call<LdkInvoiceRequest>("invoiceRequest", new { bytes });

    internal static Task<LdkBolt12Invoice> Bolt12Invoice(this LdkPeer peer, ByteString bytes) =>
        peer.Call<LdkBolt12Invoice>("bolt12Invoice", new { bytes });

    /// <summary>Whether LDK takes what a call gives it rather than refuse it.</summary>
    internal static async Task<bool> Accepts(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (LdkRefusalException refusal)
        {
            Assert.Matches("^(offer|invoice_request|invoice): ", refusal.Message);
            return false;
        }
    }
}
