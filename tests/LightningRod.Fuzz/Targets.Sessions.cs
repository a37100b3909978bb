using System.Buffers;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Transport;
using static LightningRod.Fuzz.Sender;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private const string NoiseVectors = "bolt08/noise-transport.json";

    private static FuzzTarget[] Sessions() =>
    [
        FuzzTarget.Bytes<byte[]>("NoiseActOne", ActOne, null, NoiseVectors).Allocates(8 * 1024),
        FuzzTarget.Bytes<int>("NoiseActTwo", ActTwo, null, NoiseVectors).Allocates(8 * 1024),
        FuzzTarget.Bytes<int>("NoiseActThree", ActThree, null, NoiseVectors).Allocates(8 * 1024),
        FuzzTarget.Bytes<List<byte[]>>("NoiseSession", Decrypted, Encrypted).Allocates(8 * 1024, 6) with { Dress = Sent },
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
        using var responder = Responder();
        responder.ReadActOne(Acts.One);
        return responder.ReadActThree(input).Map(Ended);
    }

    private static int Ended(NoiseSession session)
    {
        session.Dispose();
        return 0;
    }

    private static NoiseSession SendingSession()
    {
        using var initiator = Initiator();
        initiator.WriteActOne();
        return initiator.ReadActTwo(Acts.Two, new byte[NoiseAct.ThreeSize]).Value;
    }

    private static NoiseSession ReceivingSession()
    {
        using var responder = Responder();
        responder.ReadActOne(Acts.One);
        return responder.ReadActThree(Acts.Three).Value;
    }

    // The acts are always the same, so that each side can be had without the other.
    private static (byte[] One, byte[] Two, byte[] Three) Acts { get; } = HandshakeActs();

    private static (byte[] One, byte[] Two, byte[] Three) HandshakeActs()
    {
        using var initiator = Initiator();
        using var responder = Responder();
        var one = initiator.WriteActOne();
        var (two, three) = (responder.ReadActOne(one).Value, new byte[NoiseAct.ThreeSize]);
        Ended(initiator.ReadActTwo(two, three).Value);
        return (one, two, three);
    }

    /// <summary>Reads all messages of a stream that comes in pieces, cut where its own bytes say so.</summary>
    private static Result<List<byte[]>> Decrypted(ReadOnlySpan<byte> input)
    {
        using var receiver = ReceivingSession();
        var pieces = Piece.Cut(input.ToArray());
        var (messages, message) = (new List<byte[]>(), new ArrayBufferWriter<byte>());
        var (consumed, inBody) = (0, false);
        for (var last = 0; last < pieces.Count;)
        {
            var available = Piece.Between(pieces, consumed, last);
            if (!receiver.Decrypt(available, message).TryGet(out var step, out var error)) return error.Within(consumed);
            Expect(step.Consumed <= available.Length && step.Needed is >= 16 and <= 65_551, "what is consumed or needed cannot be");
            Expect(step.HasMessage || message.WrittenCount == 0, "half a message was written");
            consumed += step.Consumed;
            inBody = !step.HasMessage && (inBody || step.Consumed > 0);
            if (step.HasMessage)
            {
                messages.Add(message.WrittenSpan.ToArray());
                message.ResetWrittenCount();
            }
            else
            {
                last++;
            }
        }

        return consumed < input.Length || inBody ? new WireError(WireRule.UnexpectedEnd, input.Length, "the stream ends within a message") : messages;
    }

    private static byte[] Encrypted(List<byte[]> messages)
    {
        using var sender = SendingSession();
        var stream = new ArrayBufferWriter<byte>();
        foreach (var message in messages) Expect(sender.TryEncrypt(message, stream), "a message was not encrypted");
        return stream.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Messages one after the other, each behind its length in a byte, where 255 is all that is left. When the first byte is not zero, a bit is
    /// changed on the way, at the place that the second and third say.
    /// </summary>
    private static byte[] Sent(byte[] input)
    {
        var messages = new List<byte[]>();
        for (var at = 3; at < input.Length;)
        {
            var left = Math.Min(input.Length - at - 1, NoiseSession.MaxMessageLength);
            var length = input[at] == 255 ? left : Math.Min(input[at], left);
            messages.Add(input[(at + 1)..(at + 1 + length)]);
            at += 1 + length;
        }

        var stream = Encrypted(messages);
        if (input is [> 0 and var bit, var high, var low, ..] && stream.Length > 0) stream[((high << 8) | low) % stream.Length] ^= bit;
        return stream;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        private Piece(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        internal static List<Piece> Cut(byte[] stream)
        {
            var pieces = new List<Piece> { new(default, 0) };
            for (var at = 0; at < stream.Length;)
            {
                var length = Math.Min(stream.Length - at, 1 << (stream[at] % 16));
                var piece = new Piece(stream.AsMemory(at, length), at);
                pieces[^1].Next = piece;
                pieces.Add(piece);
                at += length;
            }

            return pieces;
        }

        /// <summary>What was received up to a piece and is not yet consumed.</summary>
        internal static ReadOnlySequence<byte> Between(List<Piece> pieces, int from, int last) =>
            new ReadOnlySequence<byte>(pieces[0], 0, pieces[last], pieces[last].Memory.Length).Slice(from);
    }
}
