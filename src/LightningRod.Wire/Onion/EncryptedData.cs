using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Onion;

/// <summary><c>encrypted_data_tlv</c>: what the maker of a blinded path tells one hop (BOLT 4, "Route Blinding").</summary>
public sealed record EncryptedData
{
    /// <summary>Most addresses of a next node that are read.</summary>
    public const int MaxAddresses = PaymentPending.MaxAddresses;

    /// <summary>Filler that makes all hops' data one length, so that a hop's place does not show.</summary>
    public ByteString? Padding { get; init; }

    /// <summary>The channel to the next node, if it is told so.</summary>
    public ShortChannelId? ShortChannelId { get; init; }

    /// <summary>The next node, if it is told so.</summary>
    public NodeId? NextNodeId { get; init; }

    /// <summary>What the path's maker wants to see again, at the last hop.</summary>
    public ByteString? PathId { get; init; }

    /// <summary>The path key to give to the next node in place of the derived one: another's path is joined here.</summary>
    public PublicKey? NextPathKeyOverride { get; init; }

    /// <summary>Fee and expiry delta, for payments.</summary>
    public PaymentRelay? PaymentRelay { get; init; }

    /// <summary>Constraints on the HTLC, for payments.</summary>
    public PaymentConstraints? PaymentConstraints { get; init; }

    /// <summary>Features that the payment may use.</summary>
    public Features? AllowedFeatures { get; init; }

    /// <summary>The secret that opens a hold at this hop (Lightning Rod).</summary>
    public PaymentUnblock? PaymentUnblock { get; init; }

    /// <summary>Where the next node can be dialled, from a client to its own relay; at most 8 (Lightning Rod).</summary>
    /// <exception cref="ArgumentException">There are more.</exception>
    public ValueList<NetworkAddress> NextNodeAddresses
    {
        get;
        init => field = value.Count <= MaxAddresses ? value : throw new ArgumentException($"At most {MaxAddresses} addresses.", nameof(value));
    }

    /// <summary>Records of unknown odd types, kept as they came.</summary>
    public TlvStream Unknown { get; init; }

    /// <summary>Reads the decrypted stream.</summary>
    /// <param name="bytes">The whole stream.</param>
    public static Result<EncryptedData> Parse(ReadOnlySpan<byte> bytes) =>
        EncryptedDataView.TryRead(bytes, out var view, out var error) ? CopyOf(view) : error;

    /// <summary>Copies what was read in place.</summary>
    /// <param name="view">What was read.</param>
    public static EncryptedData CopyOf(EncryptedDataView view) => new()
    {
        Padding = view.PaddingLength is null ? null : ByteString.CopyOf(view.Padding),
        ShortChannelId = view.ShortChannelId,
        NextNodeId = view.NextNodeId,
        PathId = view.HasPathId ? ByteString.CopyOf(view.PathId) : null,
        NextPathKeyOverride = view.NextPathKeyOverride,
        PaymentRelay = view.PaymentRelay,
        PaymentConstraints = view.PaymentConstraints,
        AllowedFeatures = view.HasAllowedFeatures ? Features.FromBytes(view.AllowedFeatures) : null,
        PaymentUnblock = view.PaymentUnblock,
        NextNodeAddresses = view.NextNodeAddresses,
        Unknown = view.Unknown,
    };

    /// <summary>Pads the data of a path's hops so that all have one length on the wire.</summary>
    /// <param name="hops">The hops' data; padding that is there already is replaced.</param>
    public static IReadOnlyList<EncryptedData> PadToLongest(IEnumerable<EncryptedData> hops)
    {
        var bare = hops.Select(hop => hop with { Padding = ByteString.Empty }).ToList();
        // A longer filler also has a longer length; a target with room for that keeps every length reachable.
        var longest = bare.Max(hop => hop.ToArray().Length);
        for (var target = longest; ; target++)
        {
            var padded = bare.Select(hop => hop.PadTo(target)).ToList();
            if (padded.TrueForAll(hop => hop is not null)) return padded!;
        }
    }

    /// <summary>The bytes on the wire, before encryption.</summary>
    public byte[] ToArray() => new TlvWriter()
        .AddBytes(EncryptedDataTlv.Padding, Padding)
        .AddWhen(EncryptedDataTlv.ShortChannelId, ShortChannelId, static (w, v) => w.WriteShortChannelId(v))
        .AddNodeId(EncryptedDataTlv.NextNodeId, NextNodeId)
        .AddBytes(EncryptedDataTlv.PathId, PathId)
        .AddPublicKey(EncryptedDataTlv.NextPathKeyOverride, NextPathKeyOverride)
        .AddWhen(EncryptedDataTlv.PaymentRelay, PaymentRelay, static (w, v) => v.WriteTo(w))
        .AddWhen(EncryptedDataTlv.PaymentConstraints, PaymentConstraints, static (w, v) => v.WriteTo(w))
        .AddBytes(EncryptedDataTlv.AllowedFeatures, AllowedFeatures?.Bytes)
        .AddBytes(EncryptedDataTlv.PaymentUnblock, PaymentUnblock?.ToBytes())
        .AddWhen(EncryptedDataTlv.NextNodeAddresses, SomeAddresses, static (w, v) => NetworkAddress.WriteList(w, v))
        .AddRange(Unknown)
        .ToArray();

    private ValueList<NetworkAddress>? SomeAddresses => NextNodeAddresses.Count > 0 ? NextNodeAddresses : null;

    private EncryptedData? PadTo(int length)
    {
        for (var filler = Math.Max(0, length - ToArray().Length - (BigSize.MaxLength - 1)); filler <= length; filler++)
        {
            var padded = this with { Padding = ByteString.Own(new byte[filler]) };
            var size = padded.ToArray().Length;
            if (size == length) return padded;
            if (size > length) return null;
        }

        return null;
    }
}
