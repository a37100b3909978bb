using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;
using LightningRod.Wire.Onion;

namespace LightningRod.Peers.Tests.Driver;

/// <summary>What LDK puts in place of a path id: a context of its own kind, at its own number in the encrypted data.</summary>
internal static class LdkContext
{
    private const byte Custom = 1;

    /// <summary>The last hop's data of a path to an LDK node that has no context or a custom one.</summary>
    internal static EncryptedData DataOf(ByteString? context) => context is { } bytes ? new() { Unknown = TlvStream.Of(Record(bytes)) } : new();

    /// <summary>A record with a custom context: its kind, then, prefixed by its length, the bytes with their own length.</summary>
    internal static TlvRecord Record(ByteString context)
    {
        var item = new WireWriter().WriteUInt16((ushort)context.Length).Write(context);
        var value = new WireWriter().WriteByte(Custom).WriteBigSize((ulong)item.Length).Write(item.WrittenSpan);
        return new TlvRecord(EncryptedDataTlv.LdkContext, value.ToByteString());
    }
}
