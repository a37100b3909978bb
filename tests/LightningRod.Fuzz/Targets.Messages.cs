using System.Buffers.Binary;
using System.Net;
using System.Text;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Messages;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Primitives;
using LightningRod.Wire.Rod;

namespace LightningRod.Fuzz;

internal static partial class Targets
{
    private const string RodVectors = "rod/messages.json";

    private static FuzzTarget[] Messages() =>
    [
        FuzzTarget.Bytes("PeerMessage", PeerMessage.Parse, message => message.ToArray(), "bolt01/tlv-streams.json").Allocates(1024, 4) with
        {
            Canonical = Kept,
        },
        FuzzTarget.Bytes("Lsps0", Lsps0Message.Parse, ToJson).Allocates(4 * 1024, 32) with { Canonical = _ => null }, // JSON has many spellings
        FuzzTarget.Bytes("NetworkAddress", NetworkAddress.Parse, address => address.ToArray()).Allocates(512),
        FuzzTarget.Text("NetworkAddressText", NetworkAddress.Parse, address => address.ToString()).Allocates(512) with { Canonical = ToAddressText },
        // Who verifies writes the records once more and sorts them.
        FuzzTarget.Bytes("HoldRequest", input => Verified(HoldRequest.Parse(input)), m => m.ToArray(), RodVectors).Allocates(48 * 1024, 96),
        FuzzTarget.Bytes("HoldAck", HoldAck.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("HoldCancel", input => Verified(HoldCancel.Parse(input)), m => m.ToArray(), RodVectors).Allocates(48 * 1024, 96),
        FuzzTarget.Bytes("PaymentPending", PaymentPending.Parse, message => message.ToArray(), RodVectors) with { Canonical = WithoutAddresses },
        FuzzTarget.Bytes("PaymentReady", PaymentReady.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("NonceRelease", NonceRelease.Parse, message => message.ToArray(), RodVectors),
        FuzzTarget.Bytes("RodRecord", ReadRodRecord, message => TlvStream.Of(message.ToRecord()).ToArray(), RodVectors) with
        {
            Canonical = ToRodRecord,
        },
    ];

    /// <summary>What is not kept of a message: bytes to be ignored become zeros, features are joined, and unknown records go.</summary>
    private static byte[] Kept(byte[] input) => BinaryPrimitives.ReadUInt16BigEndian(input) switch
    {
        MessageType.Init => KeptInit(input),
        MessageType.Ping => [.. input[..6], .. new byte[Length(input, 4)]],
        MessageType.Pong => [.. input[..4], .. new byte[Length(input, 2)]],
        MessageType.Warning or MessageType.Error => input[..(36 + Length(input, 34))],
        MessageType.OnionMessage => input[..(37 + Length(input, 35))],
        _ => input,
    };

    private static byte[] KeptInit(byte[] input)
    {
        var global = input.AsSpan(4, Length(input, 2));
        var local = input.AsSpan(6 + global.Length, Length(input, 4 + global.Length));
        var joined = (Features.FromBytes(global) | Features.FromBytes(local)).Bytes;
        var records = TlvStream.Parse(input.AsSpan(6 + global.Length + local.Length)).Value;
        return
        [
            .. new WireWriter().WriteUInt16(MessageType.Init).WriteUInt16(0).WriteUInt16((ushort)joined.Length).Write(joined).ToArray(),
            .. TlvStream.Of(records.Where(record => record.Type is InitTlv.Networks or InitTlv.RemoteAddress)).ToArray(),
        ];
    }

    private static int Length(byte[] input, int at) => BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at));

    // Characters that the writer escapes and the sender did not make a message longer; a message has a bound, and its contract says so.
    private static byte[]? ToJson(Lsps0Message message)
    {
        try
        {
            return message.ToFrame().Json.ToArray();
        }
        catch (InvalidOperationException e) when (e.Message.Contains("more than a message has room for", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Onion names in lower case, ports without leading zeros, and of the spellings of an IPv6 address the shortest.</summary>
    private static byte[] ToAddressText(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var colon = text.LastIndexOf(':');
        var (host, port) = (text[..colon], text[(colon + 1)..].TrimStart('0'));
        if (host.Contains(':', StringComparison.Ordinal))
        {
            if (host is ['[', .., ']']) host = host[1..^1];
            // .NET reads more than an address: scopes, ports, brackets in brackets.
            if (host.All(c => c is ':' or '.' || char.IsAsciiHexDigit(c))) host = $"[{IPAddress.Parse(host)}]";
        }

        if (host.EndsWith(".onion", StringComparison.OrdinalIgnoreCase)) host = host.ToLowerInvariant();
        return Encoding.UTF8.GetBytes($"{host}:{port}");
    }

    // Of addresses those are kept that can be dialled, in the order of their types.
    private static byte[]? WithoutAddresses(byte[] input) =>
        TlvStream.Parse(input).Value.Find(PaymentPendingTlv.IntroductionAddresses) is null ? input : null;

    // Verification takes a stranger's scalars and point into the native library.
    private static Result<T> Verified<T>(Result<T> read)
        where T : SignedRodMessage
    {
        if (read.IsOk) _ = read.Value.VerifySignature(new NodeId(Sender.Hop.PublicKey));
        return read;
    }

    private static Result<RodMessage> ReadRodRecord(ReadOnlySpan<byte> input) => TlvStream.Parse(input).Then<RodMessage>(records =>
        records is [var record] ? RodMessage.Parse(record) : new WireError(WireRule.Unrecognized, 0, "not one record"));

    private static byte[]? ToRodRecord(byte[] input)
    {
        var record = TlvStream.Parse(input).Value[0];
        return record.Type != OnionMessageTlv.PaymentPending || WithoutAddresses(record.Value.ToArray()) is not null ? input : null;
    }
}
