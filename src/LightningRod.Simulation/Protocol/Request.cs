using LightningRod.Ports.Channels;
using LightningRod.Simulation.Network;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Protocol;

/// <summary>Something that is asked of the simulation: one line of JSON with its name in <c>op</c>.</summary>
public abstract record Request
{
    /// <summary>Whether it changes the network, hence stands in the journal.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public virtual bool Changes => true;
}

/// <summary>A request and the type of its reply.</summary>
/// <typeparam name="TReply">The reply's type.</typeparam>
public abstract record Request<TReply> : Request;

/// <summary>A request that changes nothing.</summary>
/// <typeparam name="TReply">The reply's type.</typeparam>
public abstract record Query<TReply> : Request<TReply>
{
    /// <inheritdoc/>
    public override bool Changes => false;
}

/// <summary>Adds a node; a repeated request for the same name and kind changes nothing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it behaves like.</param>
public sealed record AddNode(string Name, NodeKind Kind) : Request<NodeReply>
{
    /// <summary>The node id of a wallet that keeps its key to itself; null for a key made from the seed.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>What it asks for a forward.</summary>
    public NodePolicy Policy { get; init; } = new();

    /// <summary>Its behaviour, when it differs from its kind's.</summary>
    public NodeBehaviour? Behaviour { get; init; }

    /// <summary>Whether it is online at once. Phones usually are not.</summary>
    public bool Online { get; init; } = true;
}

/// <summary>Opens a channel; a repeated request with the same name changes nothing.</summary>
/// <param name="Name">A name that gives the channel_id, so that scripts can repeat themselves.</param>
/// <param name="Opener">The node that pays for it.</param>
/// <param name="Accepter">The other end.</param>
/// <param name="Capacity">All that is in it.</param>
/// <param name="Pushed">What belongs to the accepter.</param>
public sealed record OpenChannel(string Name, string Opener, string Accepter, Msat Capacity, Msat Pushed) : Request<ChannelReply>
{
    /// <summary>Whether it is announced.</summary>
    public bool Announced { get; init; }

    /// <summary>Whether it has a short_channel_id at once; else only aliases until <see cref="ConfirmChannel"/>.</summary>
    public bool Confirmed { get; init; } = true;

    /// <summary>max_accepted_htlcs of both ends, at most 483.</summary>
    public int Slots { get; init; } = 483;

    /// <summary>max_htlc_value_in_flight_msat of both ends; null for the capacity.</summary>
    public Msat? MaxInFlight { get; init; }
}

/// <summary>Gives a channel its short_channel_id, or, once it has one, another one as after a splice.</summary>
/// <param name="Channel">The channel.</param>
public sealed record ConfirmChannel(ChannelId Channel) : Request<ChannelReply>;

/// <summary>A node comes online or goes offline.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Online">Whether it is there.</param>
public sealed record SetOnline(string Node, bool Online) : Request<Done>;

/// <summary>Cuts or mends the connection of two nodes that are online.</summary>
/// <param name="First">One name.</param>
/// <param name="Second">The other.</param>
/// <param name="Connected">Whether they are connected.</param>
public sealed record SetLink(string First, string Second, bool Connected) : Request<Done>;

/// <summary>A wallet, or any node with a key of its own, offers an HTLC to its peer.</summary>
/// <param name="Node">The sender.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Amount">How much.</param>
/// <param name="Expiry">Expiry height.</param>
/// <param name="Hash">What it is locked to.</param>
/// <param name="Onion">The onion for the peer, 1366 bytes.</param>
public sealed record SendHtlc(
    string Node, ChannelId Channel, Msat Amount, BlockHeight Expiry, PaymentHash Hash, ByteString Onion) : Request<SendReply>
{
    /// <summary>The path key, when the peer is inside a blinded path.</summary>
    public PublicKey? PathKey { get; init; }

    /// <summary>Records of <c>update_add_htlc</c>.</summary>
    public TlvStream Records { get; init; }

    /// <summary>The sender's own name for it: a repeated request with the same name gives the same HTLC.</summary>
    public string? Reference { get; init; }
}

/// <summary>A wallet claims an HTLC.</summary>
/// <param name="Node">The wallet.</param>
/// <param name="Channel">The channel.</param>
/// <param name="HtlcId">The HTLC.</param>
/// <param name="Preimage">The preimage.</param>
public sealed record ClaimHtlc(string Node, ChannelId Channel, ulong HtlcId, PaymentPreimage Preimage) : Request<Done>;

/// <summary>A wallet fails an HTLC.</summary>
/// <param name="Node">The wallet.</param>
/// <param name="Channel">The channel.</param>
/// <param name="HtlcId">The HTLC.</param>
public sealed record FailHtlc(string Node, ChannelId Channel, ulong HtlcId) : Request<Done>
{
    /// <summary>Failure code, when the simulation has the wallet's key and makes the packet.</summary>
    public ushort? Code { get; init; }

    /// <summary>The packet, when the wallet makes it.</summary>
    public ByteString? Packet { get; init; }
}

/// <summary>Blocks are found.</summary>
/// <param name="Blocks">How many, at most 10000.</param>
public sealed record Mine(uint Blocks = 1) : Request<HeightReply>;

/// <summary>The last blocks are replaced by as many less one: the height falls by one and comes back with the next block.</summary>
/// <param name="Depth">By how many blocks the height falls, at most 100.</param>
public sealed record Reorg(uint Depth = 1) : Request<HeightReply>;

/// <summary>A node closes a channel on chain.</summary>
/// <param name="Node">Who.</param>
/// <param name="Channel">Which.</param>
public sealed record ForceClose(string Node, ChannelId Channel) : Request<Done>;

/// <summary>Opens a node's interceptor stream. On the socket, its reports come on the connection on which it was asked for, which serves nothing
/// else.</summary>
/// <param name="Node">The node.</param>
/// <param name="Epoch">The epoch of the connector's lease.</param>
public sealed record StartIntercepting(string Node, ulong Epoch) : Request<StreamReply>;

/// <summary>Ends a stream.</summary>
/// <param name="Stream">Its number; one that is not open changes nothing.</param>
public sealed record StopIntercepting(long Stream) : Request<Done>;

/// <summary>An answer on a stream.</summary>
/// <param name="Stream">Its number.</param>
/// <param name="Desired">The answer.</param>
public sealed record GiveAnswer(long Stream, DesiredAnswer Desired) : Request<AnswerReply>;

/// <summary>What a node knows about an HTLC.</summary>
/// <param name="Key">The HTLC.</param>
public sealed record FindHtlc(HtlcKey Key) : Query<HtlcHistory>;

/// <summary>A node's channels.</summary>
/// <param name="Node">The node.</param>
public sealed record ListChannels(string Node) : Query<IReadOnlyList<NodeChannel>>;

/// <summary>A node's pending outgoing HTLCs.</summary>
/// <param name="Node">The node.</param>
public sealed record ListOutgoing(string Node) : Query<IReadOnlyList<OutgoingHtlc>>;

/// <summary>All HTLCs that a node sent or got, also those that are over; of all nodes without a name.</summary>
/// <param name="Node">The node, or null.</param>
/// <param name="Hash">Only those locked to this.</param>
public sealed record ListHtlcs(string? Node = null, PaymentHash? Hash = null) : Query<IReadOnlyList<HtlcRow>>;

/// <summary>A signature with a node's key.</summary>
/// <param name="Node">The node.</param>
/// <param name="Message">The text.</param>
public sealed record SignMessage(string Node, string Message) : Query<SignatureReply>;

/// <summary>One node.</summary>
/// <param name="Node">Its name.</param>
public sealed record GetNode(string Node) : Query<NodeReply>;

/// <summary>Height, sums and costs.</summary>
public sealed record GetStatus : Query<StatusReply>;

/// <summary>
/// From now on the connection gets what a wallet sees. With presence, the wallet is online as long as the connection lives. Only on the socket.
/// </summary>
/// <param name="Node">The wallet.</param>
/// <param name="Presence">Whether the connection is the wallet's presence.</param>
public sealed record WatchWallet(string Node, bool Presence) : Query<Done>;

/// <summary>From now on the connection gets every step of the network. Only on the socket.</summary>
public sealed record WatchSteps : Query<Done>;
