using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Onion;

/// <summary><c>onionmsg_tlv</c>: what an onion message carries for one node (BOLT 4, "Onion Messages").</summary>
public sealed record OnionMessagePayload
{
    /// <summary>A path over which the last node can answer.</summary>
    public BlindedPath? ReplyPath { get; init; }

    /// <summary>The node's part of the blinded path.</summary>
    public ByteString? EncryptedRecipientData { get; init; }

    /// <summary>
    /// The message itself, at the last node: records of type 64 and above. Whether an even type is known is for the reader of the content
    /// to say; BOLT 4 has a message with more than one ignored.
    /// </summary>
    public TlvStream Contents { get; init; }

    /// <summary>Records of unknown odd types below 64.</summary>
    public TlvStream Unknown { get; init; }

    /// <summary>The one content record, or null when there is none or more than one.</summary>
    public TlvRecord? Content => Contents.Count == 1 ? Contents[0] : null;

    /// <summary>Reads a payload.</summary>
    /// <param name="bytes">The payload without its length; may be empty.</param>
    public static Result<OnionMessagePayload> Parse(ReadOnlySpan<byte> bytes)
    {
        BlindedPath? replyPath = null;
        ByteString? encrypted = null;
        List<TlvRecord>? contents = null;
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            switch (type)
            {
                case OnionMessageTlv.ReplyPath:
                    replyPath = BlindedPath.Read(ref value);
                    break;
                case OnionMessageTlv.EncryptedRecipientData:
                    encrypted = value.ReadRest();
                    break;
                case >= OnionMessageTlv.FirstFinal:
                    (contents ??= []).Add(new TlvRecord(type, value.ReadRest()));
                    break;
                default:
                    tlvs.Unknown(ref value);
                    break;
            }

            tlvs.Close(ref value);
        }

        return tlvs.Complete(new OnionMessagePayload
        {
            ReplyPath = replyPath,
            EncryptedRecipientData = encrypted,
            Contents = TlvStream.FromSorted(contents),
            Unknown = tlvs.Unknowns,
        });
    }

    /// <summary>The bytes on the wire, without their length.</summary>
    public byte[] ToArray() => new TlvWriter()
        .AddBytes(OnionMessageTlv.ReplyPath, ReplyPath is null ? null : ByteString.Own(ReplyPath.ToArray()))
        .AddBytes(OnionMessageTlv.EncryptedRecipientData, EncryptedRecipientData)
        .AddRange(Contents)
        .AddRange(Unknown)
        .ToArray();
}
