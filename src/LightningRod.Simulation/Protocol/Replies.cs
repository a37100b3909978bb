using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Protocol;

/// <summary>It was done.</summary>
public sealed record Done;

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NodeId">Its id.</param>
/// <param name="Kind">What it behaves like.</param>
/// <param name="Online">Whether it is there.</param>
/// <param name="Policy">What it asks for a forward.</param>
/// <param name="Behaviour">In what it differs from others.</param>
/// <param name="OnChain">What it got on chain.</param>
/// <param name="Lost">What it paid downstream and could not claim upstream.</param>
public sealed record NodeReply(
    string Name, NodeId NodeId, NodeKind Kind, bool Online, NodePolicy Policy, NodeBehaviour Behaviour, Msat OnChain, Msat Lost);

/// <summary>A channel's names.</summary>
/// <param name="Channel">Its channel_id.</param>
/// <param name="ShortChannelId">Its short_channel_id, when it is confirmed.</param>
/// <param name="Aliases">Its aliases: the opener's, then the accepter's.</param>
public sealed record ChannelReply(ChannelId Channel, ShortChannelId? ShortChannelId, ValueList<ShortChannelId> Aliases)
{
    /// <summary>A number by which an onion can name it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ShortChannelId Scid => ShortChannelId ?? Aliases[0];
}

/// <summary>What became of an HTLC that was to be sent.</summary>
/// <param name="HtlcId">Its id, or null when it was refused.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record SendReply(ulong? HtlcId, string? Refusal);

/// <summary>The height.</summary>
/// <param name="Height">The height.</param>
public sealed record HeightReply(BlockHeight Height);

/// <summary>What became of a stream that was to be opened.</summary>
/// <param name="Stream">Its number, when it is open.</param>
/// <param name="Taken">Why it is not: another one is open.</param>
/// <param name="Fenced">The highest epoch seen, when that is why it is not.</param>
public sealed record StreamReply(long? Stream, string? Taken = null, ulong? Fenced = null);

/// <summary>What became of an answer.</summary>
/// <param name="Outcome">What.</param>
public sealed record AnswerReply(AnswerOutcome Outcome);

/// <summary>A signature as text.</summary>
/// <param name="Zbase">104 characters.</param>
public sealed record SignatureReply(string Zbase);

/// <summary>An HTLC in a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="HtlcId">Its id, in the sender's direction.</param>
/// <param name="Sender">Who offered it.</param>
/// <param name="Receiver">To whom.</param>
/// <param name="Hash">What it is locked to.</param>
/// <param name="Amount">How much.</param>
/// <param name="Expiry">Expiry height.</param>
/// <param name="Reference">The sender's own name for it.</param>
/// <param name="End">How it ended; the sender knows it when <paramref name="Pending"/> is false.</param>
/// <param name="Pending">Whether it is still in the channel, or on chain and undecided.</param>
/// <param name="Stage">What the receiver does with it: New, Offered, Forwarded, Arrived, Abandoned.</param>
public sealed record HtlcRow(
    ChannelId Channel, ulong HtlcId, string Sender, string Receiver, PaymentHash Hash, Msat Amount, BlockHeight Expiry, string? Reference,
    HtlcEnd? End, bool Pending, string Stage);

/// <summary>Height, sums and costs.</summary>
/// <param name="Height">The height.</param>
/// <param name="Channels">All that is in open channels.</param>
/// <param name="InFlight">What of it is in HTLCs.</param>
/// <param name="OnChain">What nodes got on chain.</param>
/// <param name="ChainFees">What miners got.</param>
/// <param name="ForceCloses">How many channels were closed on chain.</param>
/// <param name="Lost">What nodes paid downstream and could not claim upstream.</param>
public sealed record StatusReply(BlockHeight Height, Msat Channels, Msat InFlight, Msat OnChain, Msat ChainFees, int ForceCloses, Msat Lost);
