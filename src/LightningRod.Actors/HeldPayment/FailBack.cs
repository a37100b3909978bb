using LightningRod.Wire.Primitives;

namespace LightningRod.Actors.HeldPayment;

/// <summary>The height at which a part that was not released is failed back, so that no channel has to be closed for it.</summary>
public static class FailBack
{
    /// <summary>Blocks between the fail-back height and the last one at which the outgoing HTLC could still be forwarded.</summary>
    public const uint OutgoingMargin = 6;

    /// <summary>Blocks between the fail-back height and the one at which the channel node fails the HTLC by itself.</summary>
    public const uint AutoFailMargin = 3;

    /// <summary>
    /// The lowest of: expiry height; outgoing cltv less forward delta less 6; incoming cltv less return delta; the node's auto-fail height less 3.
    /// </summary>
    /// <param name="agreement">The hold's terms.</param>
    /// <param name="htlc">The HTLC.</param>
    /// <param name="forwardDelta">The node's cltv_expiry_delta for the outgoing channel, blocks.</param>
    /// <param name="autoFailHeight">The height at which the node fails the HTLC by itself; null when it never does.</param>
    public static BlockHeight HeightOf(HoldAgreement agreement, OfferedHtlc htlc, uint forwardDelta, BlockHeight? autoFailHeight)
    {
        var lowest = agreement.ExpiryHeight;
        Lower(htlc.OutgoingExpiry - forwardDelta - OutgoingMargin);
        Lower(htlc.IncomingExpiry - agreement.ReturnDelta);
        if (autoFailHeight is { } autoFail) Lower(autoFail - AutoFailMargin);
        return lowest;

        void Lower(BlockHeight height) => lowest = height < lowest ? height : lowest;
    }
}
