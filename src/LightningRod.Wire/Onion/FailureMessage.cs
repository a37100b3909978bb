using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Onion;

/// <summary>Why a node failed an HTLC: a code and its data (BOLT 4, "Failure Messages").</summary>
/// <param name="Code">The code, for example <see cref="FailureCode.TemporaryNodeFailure"/>.</param>
/// <param name="Data">What the code says follows: fields, and a TLV stream.</param>
public sealed record FailureMessage(ushort Code, ByteString Data = default)
{
    private const ushort BadOnionFlag = 0x8000;
    private const ushort PermanentFlag = 0x4000;
    private const ushort NodeFlag = 0x2000;
    private const ushort UpdateFlag = 0x1000;

    /// <summary>BADONION: the failing node could not read its onion, so that its peer reports it.</summary>
    public bool IsBadOnion => (Code & BadOnionFlag) != 0;

    /// <summary>PERM: it makes no sense to try the same again.</summary>
    public bool IsPermanent => (Code & PermanentFlag) != 0;

    /// <summary>NODE: the node failed, not one of its channels.</summary>
    public bool IsNodeFailure => (Code & NodeFlag) != 0;

    /// <summary>UPDATE: the channel's forwarding parameters were not kept.</summary>
    public bool IsUpdate => (Code & UpdateFlag) != 0;

    /// <summary>Reads code and data.</summary>
    /// <param name="bytes">The message, at least 2 bytes.</param>
    public static Result<FailureMessage> Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var message = new FailureMessage(reader.ReadUInt16(), reader.ReadRest());
        return reader.Complete(message);
    }

    /// <summary>Code and data.</summary>
    public byte[] ToArray() => new WireWriter(2 + Data.Length).WriteUInt16(Code).Write(Data).ToArray();

    /// <summary>The failure that a broken rule of an onion packet calls for, for <c>update_fail_malformed_htlc</c>.</summary>
    /// <param name="error">The error of <see cref="Sphinx.TryPeel"/>.</param>
    public static ushort CodeOf(WireError error) => error.Rule switch
    {
        WireRule.UnknownVersion => FailureCode.InvalidOnionVersion,
        WireRule.BadHmac => FailureCode.InvalidOnionHmac,
        WireRule.NotAPoint or WireRule.NotAScalar => FailureCode.InvalidOnionKey,
        _ => FailureCode.InvalidOnionPayload,
    };

    /// <summary>The code's name, for example <c>temporary_node_failure</c>.</summary>
    public override string ToString() => WireNumbers.Find(nameof(FailureCode), Code)?.Name ?? $"failure 0x{Code:x4}";
}
