using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Cli.Decode.Describers;

/// <summary>Any TLV stream: the records as they are, by name where a number means one thing only (BOLT 1).</summary>
internal static class TlvDescriber
{
    private const string SpaceOfRecords = "Tlv";

    private static readonly ILookup<ulong, WireNumber> ByNumber = WireNumbers.All
        .Where(row => row.Space.EndsWith(SpaceOfRecords, StringComparison.Ordinal))
        .ToLookup(row => row.Number);

    internal static Result<DecodedNode> FromBytes(ReadOnlySpan<byte> bytes, DecodeContext context) => TlvStream.Parse(bytes).Map(stream =>
        DecodedNode.Object(new Fields().Add("records", Values.List(stream, record => Describe(record, context)))));

    private static DecodedNode Describe(TlvRecord record, DecodeContext context)
    {
        var rows = ByNumber[record.Type].ToList();
        var name = rows.Select(row => row.Name).Distinct().Count() == 1 ? rows[0].Name : null;
        var isSecret = rows.Exists(row => (row.Space, row.Number) is (nameof(EncryptedDataTlv), EncryptedDataTlv.PaymentUnblock)
            or (nameof(OnionMessageTlv), OnionMessageTlv.NonceRelease) or (nameof(PaymentOnionTlv), PaymentOnionTlv.KeysendPreimage));
        return Records.Describe(record, name, isSecret ? Values.Secret(record.Value, context) : null);
    }
}
