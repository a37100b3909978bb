using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Encodings;

/// <summary>The namespace <c>n1</c> of BOLT 1, appendix B.</summary>
internal sealed record N1(ulong? AmountMsat = null, ShortChannelId? Scid = null, N1.Tlv3? Third = null, ushort? CltvDelta = null)
{
    internal static Result<N1> Parse(ReadOnlySpan<byte> bytes)
    {
        var tlvs = new TlvReader(bytes);
        var n1 = new N1();
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case 1: n1 = n1 with { AmountMsat = value.ReadTruncatedUInt64() }; break;
                case 2: n1 = n1 with { Scid = value.ReadShortChannelId() }; break;
                case 3: n1 = n1 with { Third = new(value.ReadPublicKey(), value.ReadUInt64(), value.ReadUInt64()) }; break;
                case 254: n1 = n1 with { CltvDelta = value.ReadUInt16() }; break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        return tlvs.Complete(n1);
    }

    internal byte[] ToArray()
    {
        var writer = new TlvWriter().AddTruncated(1, AmountMsat);
        if (CltvDelta is { } delta) writer.Add(254, w => w.WriteUInt16(delta));
        if (Third is { } third) writer.Add(3, w => w.WritePublicKey(third.NodeId).WriteUInt64(third.AmountMsat1).WriteUInt64(third.AmountMsat2));
        if (Scid is { } scid) writer.Add(2, w => w.WriteShortChannelId(scid));
        return writer.ToArray();
    }

    /// <summary>The fields under the names of the vectors.</summary>
    internal Dictionary<string, string> Fields()
    {
        (string Name, object? Value)[] fields =
        [
            ("amount_msat", AmountMsat), ("scid", Scid), ("node_id", Third?.NodeId), ("amount_msat_1", Third?.AmountMsat1),
            ("amount_msat_2", Third?.AmountMsat2), ("cltv_delta", CltvDelta),
        ];
        return fields.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => $"{f.Value}");
    }

    internal sealed record Tlv3(PublicKey NodeId, ulong AmountMsat1, ulong AmountMsat2);
}

/// <summary>The namespace <c>n2</c> of BOLT 1, appendix B.</summary>
internal sealed record N2(ulong? AmountMsat = null, uint? CltvExpiry = null)
{
    internal static Result<N2> Parse(ReadOnlySpan<byte> bytes)
    {
        var tlvs = new TlvReader(bytes);
        var n2 = new N2();
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case 0: n2 = n2 with { AmountMsat = value.ReadTruncatedUInt64() }; break;
                case 11: n2 = n2 with { CltvExpiry = value.ReadTruncatedUInt32() }; break;
                default: tlvs.Unknown(ref value); break;
            }

            tlvs.Close(ref value);
        }

        return tlvs.Complete(n2);
    }

    internal byte[] ToArray() => new TlvWriter().AddTruncated(11, CltvExpiry).AddTruncated(0, AmountMsat).ToArray();
}
