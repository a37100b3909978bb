using LightningRod.Ports.Channels;
using LightningRod.Wire.Numbers;

namespace LightningRod.Simulation.Network;

/// <summary>In what the implementations differ, as far as an interceptor sees it.</summary>
/// <remarks>The values of lnd and Core Lightning are those of their sources (lnd 0.21, Core Lightning 26.06).</remarks>
public sealed record NodeBehaviour
{
    /// <summary>Whether incoming HTLCs are offered to an interceptor.</summary>
    public bool Intercepts { get; init; }

    /// <summary>A stream has an epoch: a higher or the same one ends the stream before it, a lower one is refused. Else a second stream is
    /// refused.</summary>
    public bool KnowsEpochs { get; init; }

    /// <summary>What happens to unanswered HTLCs when the stream ends.</summary>
    public StreamLossEffect OnStreamLoss { get; init; }

    /// <summary>When a settle is told.</summary>
    public SettleReporting Settles { get; init; }

    /// <summary>Blocks before the incoming expiry at which an unanswered HTLC fails; null for never.</summary>
    public uint? AutoFailDelta { get; init; }

    /// <summary>Blocks that an incoming HTLC must have left to be offered at all.</summary>
    public uint InterceptDelta { get; init; }

    /// <summary>Blocks by which the outgoing expiry must lie above the height.</summary>
    public uint ForwardDelta { get; init; } = 1;

    /// <summary>Failure codes that an answer can say; empty for any.</summary>
    public IReadOnlyList<ushort> FailureCodes { get; init; } = [];

    /// <summary>An answer that cannot be carried out (unknown key, forbidden code, wrong preimage) ends the stream.</summary>
    public bool BadAnswersEndTheStream { get; init; }

    /// <summary>Whether a hold's fail-back height is kept on the node's side and obeyed while no stream is open.</summary>
    public bool KeepsHolds { get; init; }

    /// <summary>Whether an HTLC is offered again, for a settle alone, when its channel goes on chain.</summary>
    public bool OffersAgainOnChain { get; init; }

    /// <summary>Whether an offer shows records below 65536 of the onion payload.</summary>
    public bool ShowsWholePayload { get; init; }

    /// <summary>Whether a first offer is known to be one.</summary>
    public bool TellsFirstOffers { get; init; }

    /// <summary>Failure code of a forward to a peer that is away.</summary>
    public ushort PeerAwayCode { get; init; } = FailureCode.TemporaryChannelFailure;

    /// <summary>The behaviour of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static NodeBehaviour Of(NodeKind kind) => kind switch
    {
        NodeKind.Lnd => Lnd,
        NodeKind.LndDefault => Lnd with { OnStreamLoss = StreamLossEffect.Forwarded },
        NodeKind.CoreLightning => CoreLightning,
        _ => new(),
    };

    private static NodeBehaviour Lnd { get; } = new()
    {
        Intercepts = true,
        OnStreamLoss = StreamLossEffect.KeptAndNewOnesFail,
        Settles = SettleReporting.WhenPayerIsBack,
        AutoFailDelta = 19,
        InterceptDelta = 22,
        ForwardDelta = 3,
        FailureCodes =
            [FailureCode.TemporaryChannelFailure, FailureCode.InvalidOnionVersion, FailureCode.InvalidOnionHmac, FailureCode.InvalidOnionKey],
        BadAnswersEndTheStream = true,
        OffersAgainOnChain = true,
        PeerAwayCode = FailureCode.UnknownNextPeer,
    };

    private static NodeBehaviour CoreLightning { get; } = new()
    {
        Intercepts = true,
        KnowsEpochs = true,
        OnStreamLoss = StreamLossEffect.Kept,
        Settles = SettleReporting.AtOnce,
        KeepsHolds = true,
        ShowsWholePayload = true,
        TellsFirstOffers = true,
    };
}
