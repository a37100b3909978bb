using LightningRod.Wire.Primitives;

namespace LightningRod.Client.Payments;

/// <summary>The heights of a held payment (docs/protocol.md, 6.8).</summary>
/// <param name="Window">The hold window, blocks.</param>
/// <param name="FinalExpiry">The expiry at the payee; for a blinded path, the height that stands in the payload for it.</param>
/// <param name="HoldExpiry">The last height at which the hold may be opened.</param>
/// <param name="OwnExpiry">The least expiry of the payer's own HTLCs.</param>
public readonly record struct HoldTimes(uint Window, BlockHeight FinalExpiry, BlockHeight HoldExpiry, BlockHeight OwnExpiry)
{
    /// <summary>Most blocks that an HTLC may be away from its expiry.</summary>
    public const uint MostBlocks = 2016;

    /// <summary>The shortest window in which the LSP holds anything: its margin, and the least that it holds for, and one.</summary>
    public const uint LeastWindow = (2 * Margin) + 1;

    /// <summary>Blocks that the LSP wants to spare.</summary>
    private const uint Margin = 6;

    /// <summary>The longest window with which the payer's own HTLC keeps to <see cref="MostBlocks"/>; 0 when none does.</summary>
    /// <param name="minFinalDelta">The invoice's <c>min_final_cltv_expiry_delta</c>; 0 for a blinded path, whose blocks include it.</param>
    /// <param name="routeDelta">Blocks of all hops of the route.</param>
    /// <param name="returnDelta">Blocks that the LSP keeps for the payer to come back.</param>
    public static uint LongestWindow(uint minFinalDelta, uint routeDelta, uint returnDelta)
    {
        var beside = Math.Max((ulong)minFinalDelta + routeDelta, returnDelta > Margin ? returnDelta - Margin : 0);
        return beside < MostBlocks ? (uint)(MostBlocks - beside) : 0;
    }

    /// <summary>The heights for a window that is not longer than <see cref="LongestWindow"/>.</summary>
    /// <param name="height">The height now.</param>
    /// <param name="window">The window, at least <see cref="LeastWindow"/>.</param>
    /// <param name="minFinalDelta">See <see cref="LongestWindow"/>.</param>
    /// <param name="routeDelta">See <see cref="LongestWindow"/>.</param>
    /// <param name="returnDelta">See <see cref="LongestWindow"/>.</param>
    public static HoldTimes Of(BlockHeight height, uint window, uint minFinalDelta, uint routeDelta, uint returnDelta)
    {
        var final = height + minFinalDelta + window;
        var hold = height + (window - Margin);
        var (byRoute, byReturn) = (final + routeDelta, hold + returnDelta);
        return new(window, final, hold, byRoute > byReturn ? byRoute : byReturn);
    }

    /// <summary>Whether terms leave enough of the window: the LSP fails the parts at the lower of its own height and their expiry less its return
    /// delta.</summary>
    /// <param name="terms">What the relay accepted.</param>
    /// <param name="ownExpiry">The lowest expiry of the payer's HTLCs.</param>
    /// <param name="height">The height now.</param>
    /// <param name="least">The shortest window that is worth it.</param>
    internal static bool Leave(Wire.Rod.HoldTerms terms, BlockHeight ownExpiry, BlockHeight height, uint least)
    {
        var byReturn = ownExpiry - terms.ReturnDelta;
        var last = terms.ExpiryHeight < byReturn ? terms.ExpiryHeight : byReturn;
        return last >= height + least - Margin;
    }
}
