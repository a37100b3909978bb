using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;
using LightningRod.Wire.Primitives;
using static LightningRod.Fuzz.Sender;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private const byte GoesOn = 1;
    private const byte CameBlinded = 2;

    private static readonly PaymentHash VectorHash = new(Hash);

    private static FuzzTarget[] Onions() =>
    [
        FuzzTarget.Bytes("EncryptedData", EncryptedData.Parse, data => data.ToArray(), "bolt04/route-blinding-test.json") with
        {
            Canonical = input => WithoutNextAddresses(input) is { } rest ? WithMinimalFeatures(rest, EncryptedDataTlv.AllowedFeatures) : null,
        },
        FuzzTarget.Bytes("OnionMessagePayload", OnionMessagePayload.Parse, payload => payload.ToArray()),
        FuzzTarget.Bytes("PaymentPayload", PaymentPayload.Parse, payload => payload.ToArray()).Allocates(24 * 1024, 32) with
        {
            Canonical = OfOneDialect,
        },
        FuzzTarget.Bytes("FailureMessage", FailureMessage.Parse, message => message.ToArray()).Allocates(128, 1),
        FuzzTarget.Bytes<string>("FailurePacket", OpenFailure, null, "bolt04/onion-error-test.json").Allocates(1024, 3),
        FuzzTarget.Bytes<string>("FailurePacketUnderHmac", OpenFailure, null).Allocates(1024, 3) with { Dress = Failure },
        FuzzTarget.Bytes<string>("OnionPacket", PeelPacket, null, "bolt04/onion-test.json").Allocates(512, 2),
        FuzzTarget.Bytes<string>("OnionPacketUnderHmac", PeelPacket, null).Allocates(512, 2) with { Dress = payloads => Packet(payloads, Hash) },
        FuzzTarget.Bytes<string>("OnionMessage", PeelMessage, null, "bolt04/blinded-onion-message-onion-test.json").Allocates(8 * 1024, 8),
        FuzzTarget.Bytes<string>("OnionMessageUnderHmac", PeelMessage, null).Allocates(16 * 1024, 36) with { Dress = MessageUnderHmac },
        FuzzTarget.Bytes<string>("PaymentOnion", PeelPayment, null, "bolt04/blinded-payment-onion-test.json").Allocates(8 * 1024, 8),
        FuzzTarget.Bytes<string>("PaymentOnionUnderHmac", PeelPaymentSent, null).Allocates(32 * 1024, 40) with { Dress = PaymentUnderHmac },
        FuzzTarget.Bytes<string>("Unblind", Unblind, null, "bolt04/route-blinding-test.json").Allocates(4 * 1024, 8),
        FuzzTarget.Bytes<string>("UnblindUnderTag", Unblind, null) with { Dress = data => Sealed(data) },
        FuzzTarget.Bytes("BlindedPathUnderTag", Advanced, (Func<BlindedPath, byte[]>?)null) with { Dress = PathUnderTag },
    ];

    // Addresses are written in another order, and some are not kept.
    private static byte[]? WithoutNextAddresses(byte[] input) =>
        TlvStream.Parse(input).Value.Find(EncryptedDataTlv.NextNodeAddresses) is null ? input : null;

    // A bit field may begin with zero bytes, which say nothing.
    private static byte[] WithMinimalFeatures(byte[] input, params ulong[] types)
    {
        TlvRecord Minimal(TlvRecord record) => new(record.Type, ByteString.CopyOf(record.Value.Span.TrimStart((byte)0)));
        return TlvStream.Of(TlvStream.Parse(input).Value.Select(record => types.Contains(record.Type) ? Minimal(record) : record)).ToArray();
    }

    /// <summary>The numbers of one dialect stay. Of two, those of the last one are written for all.</summary>
    private static byte[]? OfOneDialect(byte[] input)
    {
        ulong[] otherwiseElsewhere =
        [
            PaymentOnionTlv.OutgoingNodeId, PaymentOnionTlv.TrampolineOnion, PaymentOnionTlv.RecipientFeatures,
            PaymentOnionTlv.RecipientBlindedPaths, PaymentOnionTlv.InvoiceRequest,
        ];
        var dialects = TlvStream.Parse(input).Value
            .Select(record => (record.Type, WireNumbers.Find(nameof(PaymentOnionTlv), record.Type)?.Dialect))
            .Where(row => row.Dialect is Dialect.Ldk or Dialect.Eclair || otherwiseElsewhere.Contains(row.Type))
            .Select(row => row.Dialect);
        return dialects.Distinct().Count() > 1
            ? null
            : WithMinimalFeatures(input, PaymentOnionTlv.RecipientFeatures, PaymentOnionTlv.TrampolineFeaturesEclair);
    }

    /// <summary>As a payer opens it: for a hop's failure, then for one of trampoline nodes, which here share the hops' secrets.</summary>
    private static Result<string> OpenFailure(ReadOnlySpan<byte> input)
    {
        var opened = FailurePacket.Open(Secrets, input);
        if (opened.IsOk || opened.Error.Rule != WireRule.BadHmac) return opened.Map(found => $"hop {found.Hop}");
        return FailurePacket.OpenTrampoline(Secrets, Secrets, input).Map(found => $"trampoline {found.Hop}");
    }

    private static Result<string> PeelPacket(ReadOnlySpan<byte> input)
    {
        var buffer = new byte[Sphinx.PeelBufferSize(input.Length)];
        if (!Sphinx.TryPeel(Hop, input, VectorHash.Value.Span, buffer, new byte[32], out var layer, out var error)) return error;
        Expect(layer.IsFinal || layer.NextPacket.Length == input.Length, "the next packet has another length");
        return layer.IsFinal ? "final" : "goes on";
    }

    private static Result<string> PeelMessage(ReadOnlySpan<byte> input)
    {
        if (!OnionMessages.TryPeel(Hop, input, new byte[OnionMessages.PeelBufferSize(input.Length)], out var layer, out var error)) return error;
        if (layer.IsFinal) return OnionMessagePayload.Parse(layer.Payload).Map(payload => $"final, {Math.Min(payload.Contents.Count, 2)} contents");
        Expect(PeerMessage.Parse(layer.NextMessage).Value is OnionMessage next && next.PathKey == layer.NextPathKey, "no message is sent on");
        return "goes on";
    }

    private static byte[] MessageUnderHmac(byte[] input)
    {
        var (payload, how) = Read(input[..Math.Min(input.Length, 60_000)], OnionMessageTlv.EncryptedRecipientData);
        var packet = Packet(Frame(payload, isFinal: (how & GoesOn) == 0), default, blinded: true);
        return new OnionMessage(Hop.PublicKey, ByteString.Own(packet)).ToArray();
    }

    private static Result<string> PeelPayment(ReadOnlySpan<byte> onion) => PeelPayment(onion, cameBlinded: false);

    private static Result<string> PeelPaymentSent(ReadOnlySpan<byte> sent) => PeelPayment(sent[1..], cameBlinded: sent[0] != 0);

    private static Result<string> PeelPayment(ReadOnlySpan<byte> onion, bool cameBlinded)
    {
        if (!PaymentOnion.Peel(Hop, onion, VectorHash, cameBlinded ? Hop.PublicKey : null).TryGet(out var peeled, out var error)) return error;
        using (peeled)
        {
            Expect(peeled.IsFinal || peeled.NextPacket.Length == onion.Length, "the next packet has another length");
            return $"{(peeled.IsFinal ? "final" : "goes on")}{(peeled.Blinded is null ? "" : ", blinded")}";
        }
    }

    /// <summary>Whether the HTLC came with a path key, and the onion.</summary>
    private static byte[] PaymentUnderHmac(byte[] input)
    {
        var (payload, how) = Read(input, PaymentOnionTlv.EncryptedRecipientData);
        var cameBlinded = (how & CameBlinded) != 0;
        return [(byte)(cameBlinded ? 1 : 0), .. Packet(Frame(payload, isFinal: (how & GoesOn) == 0), Hash, cameBlinded)];
    }

    private static Result<string> Unblind(ReadOnlySpan<byte> input) => RouteBlinding.Unblind(Hop, Hop.PublicKey, input).Map(hop =>
    {
        hop.BlindedKey.Dispose();
        return hop.Data.NextPathKeyOverride is null ? "a path of one" : "a joined path";
    });

    private static Result<BlindedPath> Advanced(ReadOnlySpan<byte> input) =>
        BlindedPath.Parse(input).Then(path => RouteBlinding.Advance(Hop, path).Map(step =>
        {
            Expect(step.Onward.Hops.Count == path.Hops.Count - 1, "a hop was lost");
            return step.Onward;
        }));

    /// <summary>A path that begins here: what it tells this node is sealed.</summary>
    private static byte[] PathUnderTag(byte[] input)
    {
        if (!BlindedPath.Parse(input).TryGet(out var path, out _)) return input;
        var data = path.Hops[0].EncryptedData.Span;
        var first = path.Hops[0] with { EncryptedData = ByteString.Own(Sealed(data[..Math.Min(data.Length, 60_000)])) };
        return (path with { FirstPathKey = Hop.PublicKey, Hops = [first, .. path.Hops.Skip(1)] }).ToArray();
    }

    /// <summary>What a parser promises beside its value; to break it is a finding.</summary>
    private static void Expect(bool promise, string complaint)
    {
        if (!promise) throw new InvalidOperationException(complaint);
    }
}
