using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;
using LightningRod.Wire.Transport;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private const string RodVectors = "rod/messages.json";

    private static FuzzTarget[] Messages() =>
    [
        FuzzTarget.Bytes("PeerMessage", PeerMessage.Parse, message => message.ToArray(), "bolt01/tlv-streams.json") with { HasCanonicalForm = false },
        FuzzTarget.Bytes("Lsps0", Lsps0Message.Parse, message => message.ToFrame().ToArray()[2..]) with { HasCanonicalForm = false },
        FuzzTarget.Bytes("NetworkAddress", NetworkAddress.Parse, address => address.ToArray()),
        FuzzTarget.Text("NetworkAddressText", NetworkAddress.Parse, address => address.ToString()) with { HasCanonicalForm = false },
        FuzzTarget.Bytes<byte[]>("NoiseActOne", ActOne, null, "bolt08/noise-transport.json"),
        FuzzTarget.Bytes<int>("NoiseActTwo", ActTwo, null, "bolt08/noise-transport.json"),
        FuzzTarget.Bytes<int>("NoiseActThree", ActThree, null, "bolt08/noise-transport.json"),
        FuzzTarget.Bytes("HoldRequest", HoldRequest.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("HoldAck", HoldAck.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("HoldCancel", HoldCancel.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("PaymentPending", PaymentPending.Parse, message => message.ToArray(), RodVectors) with { HasCanonicalForm = false },
        FuzzTarget.Bytes("PaymentReady", PaymentReady.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("NonceRelease", NonceRelease.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("RodRecord", ReadRodRecord, message => TlvStream.Of(message.ToRecord()).ToArray(), RodVectors) with { HasCanonicalForm = false },
    ];

    // Both sides with the vectors' keys, so that their acts are answered.
    private static NoiseInitiator Initiator() => new(KeyOf(0x11), KeyOf(0x21).PublicKey, KeyOf(0x12));

    private static NoiseResponder Responder() => new(KeyOf(0x21), KeyOf(0x22));

    private static Result<byte[]> ActOne(ReadOnlySpan<byte> input)
    {
        using var responder = Responder();
        return responder.ReadActOne(input);
    }

    private static Result<int> ActTwo(ReadOnlySpan<byte> input)
    {
        using var initiator = Initiator();
        initiator.WriteActOne();
        return initiator.ReadActTwo(input, new byte[NoiseAct.ThreeSize]).Map(Ended);
    }

    private static Result<int> ActThree(ReadOnlySpan<byte> input)
    {
        using var initiator = Initiator();
        using var responder = Responder();
        responder.ReadActOne(initiator.WriteActOne());
        return responder.ReadActThree(input).Map(Ended);
    }

    private static int Ended(NoiseSession session)
    {
        session.Dispose();
        return 0;
    }

    private static Result<RodMessage> ReadRodRecord(ReadOnlySpan<byte> input) => TlvStream.Parse(input).Then<RodMessage>(records =>
        records is [var record] ? RodMessage.Parse(record) : new WireError(WireRule.Unrecognized, 0, "not one record"));
}
