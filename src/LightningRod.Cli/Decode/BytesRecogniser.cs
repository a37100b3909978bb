using System.Buffers.Binary;
using LightningRod.Wire.Bolt12;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode;

/// <summary>Tells bytes by their content. Several kinds may fit, so the order counts; <c>rod decode --help</c> tells it.</summary>
internal static class BytesRecogniser
{
    private static readonly DecodeContext Blank = new();

    /// <summary>The kinds that are recognised by being readable, the strictest first.</summary>
    private static readonly Kind[] Readable =
        [Kinds.RodMessage, Kinds.Message, Kinds.BlindedPath, Kinds.OnionMessage, Kinds.OnionPacket, Kinds.Tlv];

    /// <summary>What bytes are, or, when they are nothing that can be read, what they are most like.</summary>
    internal static Kind Recognise(ReadOnlySpan<byte> bytes)
    {
        if (TlvStream.Parse(bytes).TryGet(out var records, out _) && ByRecords(records) is { } kind) return kind;
        if (Offer.Parse(bytes).IsOk) return Kinds.Offer;

        var (nearest, furthest) = (Kinds.Tlv, -1);
        foreach (var candidate in Readable)
        {
            if (!IsPossible(candidate, bytes)) continue;
            var read = candidate.FromBytes!(bytes, Blank);
            if (read.IsOk) return candidate;
            if (read.Error.Offset > furthest) (nearest, furthest) = (candidate, read.Error.Offset);
        }

        return nearest;
    }

    /// <summary>Streams that only one kind can have, also when they break its rules.</summary>
    private static Kind? ByRecords(TlvStream records) => records switch
    {
        [{ Type: var type }] when IsRodMessage(type) => Kinds.RodMessage,
        _ when Has(records, InvoiceTlv.PaymentHash) => Kinds.Invoice,
        _ when Has(records, InvoiceTlv.Paths) => Kinds.StaticInvoice,
        _ when Has(records, InvoiceRequestTlv.PayerId) => Kinds.InvoiceRequest,
        _ => null,
    };

    private static bool Has(TlvStream records, ulong type) => records.Find(type) is not null;

    private static bool IsRodMessage(ulong type) => WireNumbers.Find(nameof(OnionMessageTlv), type)?.Dialect == Dialect.LightningRod;

    /// <summary>Whether it makes sense to read bytes as a kind, and to tell the error of that kind if none fits.</summary>
    private static bool IsPossible(Kind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind == Kinds.RodMessage) return IsRodMessage(new WireReader(bytes).ReadBigSize());
        if (kind == Kinds.Message) return IsKnownMessage(bytes);
        if (kind == Kinds.OnionMessage) return IsPoint(bytes);
        if (kind == Kinds.OnionPacket) return bytes is [0, .. var rest] && IsPoint(rest);
        // A node of 33 bytes, or the direction, the 8 bytes of the channel, and then the path key.
        if (kind == Kinds.BlindedPath) return bytes is [0 or 1, _, _, _, _, _, _, _, _, .. var key] ? IsPoint(key) : IsPoint(bytes);
        return true;
    }

    // Gossip has numbers so that it can be passed over; nothing of it is shown, and its types are how many paths and TLV streams begin.
    private static bool IsKnownMessage(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.TryReadUInt16BigEndian(bytes, out var type)
        && type is not (MessageType.ChannelAnnouncement or MessageType.ChannelUpdate)
        && WireNumbers.Find(nameof(MessageType), type) is not null;

    private static bool IsPoint(ReadOnlySpan<byte> bytes) => bytes.Length >= PublicKey.Size && PublicKey.TryParse(bytes[..PublicKey.Size], out _);
}
