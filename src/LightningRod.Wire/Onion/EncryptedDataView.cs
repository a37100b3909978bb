using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Wire.Onion;

/// <summary><c>encrypted_data_tlv</c> read in place (BOLT 4). Allocates only for addresses and records of unknown odd types.</summary>
public ref struct EncryptedDataView
{
    /// <summary>The filler that makes all hops' data one length; null when there is none.</summary>
    public int? PaddingLength { get; private set; }

    /// <summary>The channel to the next node, if it is told so.</summary>
    public ShortChannelId? ShortChannelId { get; private set; }

    /// <summary>The next node, if it is told so.</summary>
    public NodeId? NextNodeId { get; private set; }

    /// <summary>Whether there is a <see cref="PathId"/>: this hop is the last.</summary>
    public bool HasPathId { get; private set; }

    /// <summary>What the path's maker wants to see again, at the last hop.</summary>
    public ReadOnlySpan<byte> PathId { get; private set; }

    /// <summary>The path key to give to the next node in place of the derived one: another's path was joined here.</summary>
    public PublicKey? NextPathKeyOverride { get; private set; }

    /// <summary>Fee and expiry delta, for payments.</summary>
    public PaymentRelay? PaymentRelay { get; private set; }

    /// <summary>Constraints on the HTLC, for payments.</summary>
    public PaymentConstraints? PaymentConstraints { get; private set; }

    /// <summary>Whether there are <see cref="AllowedFeatures"/>.</summary>
    public bool HasAllowedFeatures { get; private set; }

    /// <summary>Features that the payment may use, big-endian bits.</summary>
    public ReadOnlySpan<byte> AllowedFeatures { get; private set; }

    /// <summary>The secret that opens a hold at this hop.</summary>
    public PaymentUnblock? PaymentUnblock { get; private set; }

    /// <summary>Where the next node can be dialled; at most 8, and a stranger's word unless a client's own session brought the message.</summary>
    public ValueList<NetworkAddress> NextNodeAddresses { get; private set; }

    /// <summary>Records of unknown odd types.</summary>
    public TlvStream Unknown { get; private set; }

    internal ReadOnlySpan<byte> Padding { get; private set; }

    /// <summary>Reads the stream.</summary>
    /// <param name="bytes">The decrypted bytes; the view points into them.</param>
    /// <param name="view">What was read when true is returned.</param>
    /// <param name="error">Why the stream was refused when false is returned.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EncryptedDataView view, out WireError error)
    {
        var read = default(EncryptedDataView);
        var tlvs = new TlvReader(bytes);
        while (tlvs.Next(out var type, out var value))
        {
            read.Take(type, ref tlvs, ref value);
            tlvs.Close(ref value);
        }

        read.Unknown = tlvs.Unknowns;
        view = read;
        error = tlvs.Error;
        return !tlvs.Failed;
    }

    private void Take(ulong type, scoped ref TlvReader tlvs, scoped ref WireReader value)
    {
        switch (type)
        {
            case EncryptedDataTlv.Padding:
                Padding = value.ReadRestSpan();
                PaddingLength = Padding.Length;
                break;
            case EncryptedDataTlv.ShortChannelId:
                ShortChannelId = value.ReadShortChannelId();
                break;
            case EncryptedDataTlv.NextNodeId:
                NextNodeId = value.ReadNodeId();
                break;
            case EncryptedDataTlv.PathId:
                PathId = value.ReadRestSpan();
                HasPathId = true;
                break;
            case EncryptedDataTlv.NextPathKeyOverride:
                NextPathKeyOverride = value.ReadPublicKey();
                break;
            case EncryptedDataTlv.PaymentRelay:
                PaymentRelay = Onion.PaymentRelay.Read(ref value);
                break;
            case EncryptedDataTlv.PaymentConstraints:
                PaymentConstraints = Onion.PaymentConstraints.Read(ref value);
                break;
            case EncryptedDataTlv.AllowedFeatures:
                AllowedFeatures = value.ReadRestSpan();
                HasAllowedFeatures = true;
                break;
            case EncryptedDataTlv.PaymentUnblock:
                PaymentUnblock = Rod.PaymentUnblock.Read(ref value);
                break;
            case EncryptedDataTlv.NextNodeAddresses:
                NextNodeAddresses = [.. NetworkAddress.ReadList(ref value, EncryptedData.MaxAddresses)];
                break;
            default:
                tlvs.Unknown(ref value);
                break;
        }
    }
}
