using LightningRod.Ports.Channels;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What the receiving node does with an HTLC.</summary>
internal enum ReceiverStage
{
    /// <summary>Nothing yet.</summary>
    New,

    /// <summary>It waits for the interceptor.</summary>
    Offered,

    /// <summary>It went on.</summary>
    Forwarded,

    /// <summary>It waits for the wallet.</summary>
    Arrived,

    /// <summary>Its channel went on chain while it waited: it goes nowhere any more.</summary>
    Abandoned,
}

/// <summary>An HTLC in a channel.</summary>
internal sealed class SimHtlc
{
    internal required SimChannel Channel { get; init; }

    internal required ulong Id { get; init; }

    /// <summary>Which end of the channel offered it: 0 or 1. Ids count per direction.</summary>
    internal required int From { get; init; }

    internal required Msat Amount { get; init; }

    internal required BlockHeight Expiry { get; init; }

    internal required PaymentHash Hash { get; init; }

    internal required ByteString Onion { get; init; }

    internal PublicKey? PathKey { get; init; }

    internal TlvStream Records { get; init; }

    /// <summary>The HTLC at the sender that this one forwards.</summary>
    internal SimHtlc? Upstream { get; init; }

    /// <summary>The HTLC that forwards this one.</summary>
    internal SimHtlc? Downstream { get; set; }

    internal ReceiverStage Stage { get; set; }

    /// <summary>What the receiver's layer of the onion says; null before it was opened, or when it cannot be.</summary>
    internal PeeledPayment? Layer { get; set; }

    /// <summary>Known to the receiver; known to both, and final, when <see cref="IsGone"/>.</summary>
    internal HtlcEnd? End { get; set; }

    internal HtlcFailureReason Reason { get; set; }

    internal bool IsGone { get; set; }

    /// <summary>Whether the receiver's interceptor was told of the end.</summary>
    internal bool WasTold { get; set; }

    internal BlockHeight? FailBackHeight { get; set; }

    internal ushort FailBackCode { get; set; }

    /// <summary>The sender's own name for it, so that a repeated command is one.</summary>
    internal string? Reference { get; init; }

    internal SimNode Sender => Channel.Ends[From];

    internal SimNode Receiver => Channel.Ends[1 - From];

    /// <summary>The receiver's name for it.</summary>
    internal HtlcKey Key => new(Receiver.Name, Channel.Id, Id);

    internal bool IsPreimage(PaymentPreimage preimage) => PaymentHash.Of(preimage) == Hash;
}
