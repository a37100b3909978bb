using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    // The key of the vectors' first hop, so that their packets open and mutations reach what lies under the HMAC's error too.
    private static readonly PrivateKey Hop = KeyOf(0x41);
    private static readonly PaymentHash VectorHash = new([.. Enumerable.Repeat((byte)0x42, 32)]);

    // What the maker of the vectors' onion shares with its five hops.
    private static readonly SharedSecrets VectorSecrets =
        Sphinx.DeriveSecrets(Hop, [.. Enumerable.Range(0x41, 5).Select(b => new OnionHop(KeyOf((byte)b).PublicKey, default))]);

    private static FuzzTarget[] Onions() =>
    [
        FuzzTarget.Bytes("EncryptedData", EncryptedData.Parse, data => data.ToArray(), "bolt04/route-blinding-test.json") with { HasCanonicalForm = false },
        FuzzTarget.Bytes("OnionMessagePayload", OnionMessagePayload.Parse, payload => payload.ToArray()),
        FuzzTarget.Bytes("PaymentPayload", PaymentPayload.Parse, payload => payload.ToArray()) with { HasCanonicalForm = false },
        FuzzTarget.Bytes("FailureMessage", FailureMessage.Parse, message => message.ToArray()),
        FuzzTarget.Bytes<int>("FailurePacket", OpenFailure, null, "bolt04/onion-error-test.json") with { AllocationPerByte = 200 },
        FuzzTarget.Bytes<int>("OnionPacket", PeelPacket, null, "bolt04/onion-test.json"),
        FuzzTarget.Bytes<int>("OnionMessage", PeelMessage, null, "bolt04/blinded-onion-message-onion-test.json"),
        FuzzTarget.Bytes<int>("PaymentOnion", PeelPayment, null, "bolt04/blinded-payment-onion-test.json"),
        FuzzTarget.Bytes<int>("Unblind", Unblind, null, "bolt04/route-blinding-test.json"),
    ];

    private static PrivateKey KeyOf(byte value) => PrivateKey.FromHex(Convert.ToHexString([.. Enumerable.Repeat(value, PrivateKey.Size)]));

    private static Result<int> OpenFailure(ReadOnlySpan<byte> input) => FailurePacket.Open(VectorSecrets, input).Map(found => found.Hop);

    private static Result<int> PeelPacket(ReadOnlySpan<byte> input) =>
        Sphinx.TryPeel(Hop, input, VectorHash.Value.Span, new byte[Sphinx.PeelBufferSize(input.Length)], new byte[32], out _, out var error) ? 0 : error;

    private static Result<int> PeelMessage(ReadOnlySpan<byte> input)
    {
        if (!OnionMessages.TryPeel(Hop, input, new byte[OnionMessages.PeelBufferSize(input.Length)], out var layer, out var error)) return error;
        if (layer.IsFinal) return OnionMessagePayload.Parse(layer.Payload).Map(_ => 0);
        return 1;
    }

    private static Result<int> PeelPayment(ReadOnlySpan<byte> input)
    {
        if (!PaymentOnion.Peel(Hop, input, VectorHash).TryGet(out var peeled, out var error)) return error;
        peeled.Dispose();
        return 0;
    }

    private static Result<int> Unblind(ReadOnlySpan<byte> input) => RouteBlinding.Unblind(Hop, Hop.PublicKey, input).Map(_ => 0);
}
