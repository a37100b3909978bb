using System.Buffers;
using System.Security.Cryptography;
using LightningRod.Wire.Bolt11;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Transport;

namespace LightningRod.Cli.Bench;

/// <summary>What a relay does most, on one core, against the curve operations that nobody can do without.</summary>
internal static class WireBench
{
    private const double LeastShareOfCurve = 0.75;
    private const int Batch = 16;

    internal static IReadOnlyList<Figure> Run(TimeSpan each, CancellationToken cancel)
    {
        using var node = PrivateKey.Generate();
        using var next = PrivateKey.Generate();
        var (small, large) = (Message(node, next, 100), Message(node, next, 20_000));
        var buffer = new byte[OnionMessages.PeelBufferSize(large.Length)];
        var curve = CurveOnly(node);
        var rates = Interleaved.PerSecond(each, cancel, curve, () => Forward(node, small, buffer), () => Forward(node, large, buffer), Bolt8(1024), Bolt8(65_535), Bolt11Decode());
        var allocated = AllocatedBy(() => Forward(node, small, buffer)) / Batch;
        var cipher = AllocatedBy(CipherOnly(buffer)) / Batch;
        return
        [
            new("curve_only", rates[0], "loops/s (2 parse, 2 ECDH, 2 tweak_mul)"),
            new("onion_forward", rates[1], "messages/s and core, packets of 1366 bytes"),
            Figure.AtLeast("onion_forward_of_curve_only", rates[1] / rates[0], "ratio", LeastShareOfCurve),
            new("onion_forward_large", rates[2], "messages/s and core, packets of 32834 bytes"),
            Figure.AtMost("onion_forward_allocated", allocated, "bytes/message; the bound is .NET's cipher object for the message's key", cipher),
            new("bolt8_small", rates[3] / 1e6, "MB/s, encrypted and decrypted, messages of 1024 bytes"),
            new("bolt8_large", rates[4] / 1e6, "MB/s, encrypted and decrypted, messages of 65535 bytes"),
            new("bolt11_decode", rates[5], "invoices/s and core, signatures recovered"),
        ];
    }

    private static byte[] Message(PrivateKey node, PrivateKey next, int contentSize)
    {
        using PrivateKey path = PrivateKey.Generate(), session = PrivateKey.Generate();
        var blinded = RouteBlinding.CreateForMessages(path, [node.PublicKey, next.PublicKey], ByteString.Own(new byte[32]));
        var payload = new OnionMessagePayload { Contents = TlvStream.Of(new TlvRecord(OnionMessageTlv.PaymentReady, ByteString.Own(new byte[contentSize]))) };
        return OnionMessages.Create(session, blinded, payload).Value.ToArray();
    }

    private static int Forward(PrivateKey node, byte[] message, byte[] buffer)
    {
        for (var i = 0; i < Batch; i++)
        {
            if (!OnionMessages.TryPeel(node, message, buffer, out var layer, out var error) || layer.IsFinal)
                throw new InvalidOperationException($"The bench's own message was not forwarded: {error}");
        }

        return Batch;
    }

    private static Func<int> CurveOnly(PrivateKey node)
    {
        using PrivateKey first = PrivateKey.Generate(), second = PrivateKey.Generate();
        byte[] one = first.PublicKey.ToArray(), two = second.PublicKey.ToArray(), secret = new byte[32];
        var scalar = SHA256.HashData(one);
        return () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                _ = PublicKey.TryParse(one, out var a);
                _ = PublicKey.TryParse(two, out var b);
                node.Ecdh(a, secret);
                node.Ecdh(b, secret);
                a.TryMultiply(scalar, out _);
                b.TryMultiply(scalar, out _);
            }

            return Batch;
        };
    }

    private static Func<int> CipherOnly(byte[] buffer)
    {
        byte[] key = new byte[32], nonce = new byte[12], text = new byte[64], tag = new byte[16];
        using (var seal = new ChaCha20Poly1305(key)) seal.Encrypt(nonce, text, text, tag);
        return () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                using var cipher = new ChaCha20Poly1305(key);
                cipher.Decrypt(nonce, text, tag, buffer.AsSpan(0, text.Length));
            }

            return Batch;
        };
    }

    private static Func<int> Bolt8(int size)
    {
        var (sender, receiver) = Sessions();
        var message = new byte[size];
        ArrayBufferWriter<byte> sent = new(size + NoiseSession.Overhead), received = new(size);
        return () =>
        {
            sent.ResetWrittenCount();
            received.ResetWrittenCount();
            if (!sender.TryEncrypt(message, sent) || !receiver.Decrypt(new ReadOnlySequence<byte>(sent.WrittenMemory), received).Value.HasMessage)
                throw new InvalidOperationException("The bench's own BOLT 8 message was not read.");
            return size;
        };
    }

    private static Func<int> Bolt11Decode()
    {
        using var payee = PrivateKey.Generate();
        var terms = new Bolt11Terms
        {
            Currency = Bolt11Currency.Bitcoin,
            Timestamp = 1_790_000_000,
            PaymentHash = new PaymentHash(Bytes32.Random()),
            PaymentSecret = new PaymentSecret(Bytes32.Random()),
            Features = Features.Of(FeatureBit.VarOnion, FeatureBit.PaymentSecret, FeatureBit.BasicMpp),
            Amount = new Msat(250_000_000),
            Description = "a coffee for each of us",
        };
        var text = terms.Sign(payee).Value.Text;
        return () =>
        {
            for (var i = 0; i < Batch; i++) _ = Bolt11Invoice.Decode(text).Value;
            return Batch;
        };
    }

    private static (NoiseSession Sender, NoiseSession Receiver) Sessions()
    {
        using PrivateKey one = PrivateKey.Generate(), two = PrivateKey.Generate();
        using var initiator = new NoiseInitiator(one, two.PublicKey);
        using var responder = new NoiseResponder(two);
        var actThree = new byte[NoiseAct.ThreeSize];
        var sender = initiator.ReadActTwo(responder.ReadActOne(initiator.WriteActOne()).Value, actThree).Value;
        return (sender, responder.ReadActThree(actThree).Value);
    }

    private static long AllocatedBy(Func<int> step)
    {
        for (var i = 0; i < 20; i++) step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }
}
