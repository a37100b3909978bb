using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Simulation.Network;

/// <summary>What follows a failure code (BOLT 4, "Failure Messages"); channel_updates are left empty, as BOLT 4 allows.</summary>
internal static class FailureData
{
    internal static FailureMessage Of(ushort code, SimHtlc htlc, BlockHeight height)
    {
        var data = new WireWriter(16);
        switch (code)
        {
            case FailureCode.TemporaryChannelFailure or FailureCode.ExpiryTooSoon:
                data.WriteUInt16(0);
                break;
            case FailureCode.ChannelDisabled:
                data.WriteUInt16(0).WriteUInt16(0);
                break;
            case FailureCode.AmountBelowMinimum or FailureCode.FeeInsufficient:
                data.WriteUInt64(htlc.Amount.Value).WriteUInt16(0);
                break;
            case FailureCode.IncorrectCltvExpiry:
                data.WriteUInt32(htlc.Expiry.Value).WriteUInt16(0);
                break;
            case FailureCode.IncorrectOrUnknownPaymentDetails:
                data.WriteUInt64(htlc.Amount.Value).WriteUInt32(height.Value);
                break;
            case FailureCode.FinalIncorrectCltvExpiry:
                data.WriteUInt32(htlc.Expiry.Value);
                break;
            case FailureCode.FinalIncorrectHtlcAmount:
                data.WriteUInt64(htlc.Amount.Value);
                break;
            default:
                if (new FailureMessage(code).IsBadOnion) data.WriteBytes32(Bytes32.Sha256(htlc.Onion));
                break;
        }

        return new FailureMessage(code, ByteString.Own(data.ToArray()));
    }
}
