using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Messages;

/// <summary><c>init</c>: the first message of each side, with what it offers and demands (BOLT 1).</summary>
/// <param name="Features"><c>globalfeatures</c> and <c>features</c> joined; all are written in <c>features</c>.</param>
public sealed record Init(Features Features) : PeerMessage
{
    /// <inheritdoc/>
    public override ushort Type => MessageType.Init;

    /// <summary>The chains the sender works with (<c>networks</c>), or null when it does not say.</summary>
    public IReadOnlyList<ChainHash>? Networks { get; init; }

    /// <summary>
    /// The address descriptor under which the sender sees the receiver (<c>remote_addr</c>), or null. It may be of a type that this library
    /// does not know: <see cref="NetworkAddress.Parse(ReadOnlySpan{byte})"/> reads it.
    /// </summary>
    public ByteString? RemoteAddress { get; init; }

    /// <summary>Whether the sender works with a chain, or does not say.</summary>
    /// <param name="chain">The chain.</param>
    public bool Accepts(ChainHash chain) => Networks is null || Networks.Contains(chain);

    /// <inheritdoc/>
    public bool Equals(Init? other) =>
        other is not null && Features == other.Features && RemoteAddress == other.RemoteAddress
        && (Networks is null ? other.Networks is null : other.Networks is not null && Networks.SequenceEqual(other.Networks));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Features, RemoteAddress, Networks?.Count);

    internal static Init Read(ref WireReader reader)
    {
        var features = Features.FromBytes(reader.ReadSpan(reader.ReadUInt16()));
        features |= Features.FromBytes(reader.ReadSpan(reader.ReadUInt16()));
        List<ChainHash>? networks = null;
        ByteString? remoteAddress = null;
        var tlvs = new TlvReader(reader);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case InitTlv.Networks:
                    networks = ReadNetworks(ref value);
                    break;
                case InitTlv.RemoteAddress:
                    remoteAddress = value.ReadRest();
                    break;
                default:
                    Discard(ref tlvs, type, ref value);
                    break;
            }

            tlvs.Close(ref value);
        }

        Close(ref reader, tlvs);
        return new(features) { Networks = networks, RemoteAddress = remoteAddress };
    }

    private protected override void WritePayload(WireWriter writer)
    {
        writer.WriteUInt16(0).WriteUInt16(checked((ushort)Features.Bytes.Length)).Write(Features.Bytes);
        var tlvs = new TlvWriter();
        if (Networks is { } networks)
        {
            tlvs.Add(InitTlv.Networks, w =>
            {
                foreach (var chain in networks) w.WriteBytes32(chain.Value);
            });
        }

        writer.Write(tlvs.AddBytes(InitTlv.RemoteAddress, RemoteAddress).ToArray());
    }

    private static List<ChainHash> ReadNetworks(ref WireReader value)
    {
        if (value.Remaining % Bytes32.Size != 0) value.Fail(WireRule.WrongLength, $"networks is no multiple of {Bytes32.Size} bytes");
        var networks = new List<ChainHash>(value.Remaining / Bytes32.Size);
        while (value.Remaining > 0) networks.Add(new(value.ReadBytes32()));
        return networks;
    }
}
