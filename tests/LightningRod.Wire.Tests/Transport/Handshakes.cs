using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Transport;

namespace LightningRod.Wire.Tests.Transport;

/// <summary>Sessions that come from the keys of BOLT 8's vectors.</summary>
internal static class Handshakes
{
    public static PrivateKey InitiatorStatic => Key(0x11);

    public static PrivateKey InitiatorEphemeral => Key(0x12);

    public static PrivateKey ResponderStatic => Key(0x21);

    public static PrivateKey ResponderEphemeral => Key(0x22);

    public static (NoiseSession Initiator, NoiseSession Responder) OfVectors()
    {
        using var responderStatic = ResponderStatic;
        using var initiator = new NoiseInitiator(InitiatorStatic, responderStatic.PublicKey, InitiatorEphemeral);
        using var responder = new NoiseResponder(responderStatic, ResponderEphemeral);
        var actThree = new byte[NoiseAct.ThreeSize];
        var dialled = initiator.ReadActTwo(responder.ReadActOne(initiator.WriteActOne()).Value, actThree).Value;
        return (dialled, responder.ReadActThree(actThree).Value);
    }

    private static PrivateKey Key(byte b) => PrivateKey.FromHex(string.Concat(Enumerable.Repeat(b.ToString("x2", null), 32)));
}
