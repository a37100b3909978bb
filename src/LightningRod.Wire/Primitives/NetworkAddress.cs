using System.Buffers;
using System.Globalization;
using System.Net;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Numbers;

namespace LightningRod.Wire.Primitives;

/// <summary>Where a node can be dialled: an <c>address descriptor</c> of BOLT 7 with its port. Compares by content.</summary>
/// <remarks>Whether an address is public is not judged here: who dials must ask that, for names after they are resolved.</remarks>
public sealed record NetworkAddress
{
    private const int IPv4Size = 4;
    private const int IPv6Size = 16;
    private const int TorV2Size = 10;
    private const int TorV3Size = 35;
    private const int TorV3Characters = 56;
    private const string Onion = ".onion";

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private readonly ByteString _host;

    private NetworkAddress(byte descriptor, ByteString host, ushort port) => (Descriptor, _host, Port) = (descriptor, host, port);

    /// <summary>Which kind of address: <see cref="AddressDescriptor.IPv4"/>, <c>IPv6</c>, <c>TorV3</c> or <c>DnsHostname</c>.</summary>
    public byte Descriptor { get; }

    /// <summary>The TCP port, 1 to 65535.</summary>
    public ushort Port { get; }

    /// <summary>The host alone: <c>203.0.113.5</c>, <c>2001:db8::1</c>, <c>node.example</c>, or 56 characters and <c>.onion</c>.</summary>
    public string Host => Descriptor switch
    {
        AddressDescriptor.TorV3 => Base32.Encode(_host) + Onion,
        AddressDescriptor.DnsHostname => System.Text.Encoding.ASCII.GetString(_host),
        _ => new IPAddress(_host).ToString(),
    };

    /// <summary>The IP address, or null when the host is a name.</summary>
    public IPAddress? IP => Descriptor is AddressDescriptor.IPv4 or AddressDescriptor.IPv6 ? new IPAddress(_host) : null;

    /// <summary>An IP address and a port.</summary>
    /// <param name="ip">Version 4 or 6; the scope of a version 6 address is not kept.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">Port 0.</exception>
    public static NetworkAddress Of(IPAddress ip, ushort port)
    {
        ArgumentOutOfRangeException.ThrowIfZero(port);
        var bytes = ip.GetAddressBytes();
        return new(bytes.Length == IPv4Size ? AddressDescriptor.IPv4 : AddressDescriptor.IPv6, ByteString.Own(bytes), port);
    }

    /// <summary>Reads an address as people write it: <c>host:port</c>; what follows the last colon is the port.</summary>
    /// <param name="text">The host is an IPv4 address, an IPv6 address with or without brackets, a version 3 onion service, or a DNS name.</param>
    /// <returns>
    /// The address, or an error with the offset in characters: <see cref="WireRule.MissingField"/> without a colon,
    /// <see cref="WireRule.ValueOutOfRange"/> for a port that is none, <see cref="WireRule.WrongLength"/> or <see cref="WireRule.BadCharacter"/>
    /// for a host that is none.
    /// </returns>
    public static Result<NetworkAddress> Parse(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return new WireError(WireRule.MissingField, text.Length, "an address is host:port");
        var digits = text[(colon + 1)..];
        // .NET's reader of numbers passes over zero characters at the end.
        if (digits.Contains('\0') || !ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return new WireError(WireRule.ValueOutOfRange, colon + 1, "a port is a number from 1 to 65535");

        var host = text[..colon];
        if (host.EndsWith(Onion, StringComparison.OrdinalIgnoreCase)) return ParseOnion(host[..^Onion.Length], port);
        var isBracketed = host is ['[', .., ']'];
        if (isBracketed) host = host[1..^1];
        if (isBracketed || host.Contains(':'))
        {
            // A scope, as in fe80::1%2, counts on one machine only and has no place in a descriptor; in [::1]:22, .NET would pass over a port.
            return !host.ContainsAnyExcept(IPv6Characters) && IPAddress.TryParse(host, out var v6) && v6.GetAddressBytes().Length == IPv6Size
                ? Of(v6, port)
                : new WireError(WireRule.BadCharacter, 0, "not an IPv6 address");
        }

        // The canonical form alone: 127.1, 0x7f.0.0.1 and 010.0.0.1 are read differently by different systems.
        if (IPAddress.TryParse(host, out var v4) && host.SequenceEqual(v4.ToString())) return Of(v4, port);
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        if (host.Length > name.Length) return new WireError(WireRule.WrongLength, name.Length, "a host name is too long");
        for (var i = 0; i < host.Length; i++) name[i] = char.IsAscii(host[i]) ? (byte)host[i] : (byte)0;
        name = name[..host.Length];
        return DnsName.Check(name, 0) is { } error ? error : new NetworkAddress(AddressDescriptor.DnsHostname, ByteString.CopyOf(name), port);
    }

    /// <summary>Reads one descriptor that is all of the input, as <c>remote_addr</c> of <c>init</c> holds it.</summary>
    /// <param name="bytes">Type, address and port: 7, 19, 38 or up to 257 bytes.</param>
    /// <returns>The address, or an error; <see cref="WireRule.Unrecognized"/> for an unknown or deprecated type.</returns>
    public static Result<NetworkAddress> Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var address = Read(ref reader);
        if (address is null) reader.Fail(new(WireRule.Unrecognized, 0, "an address of an unknown or deprecated type"));
        else if (address.Port == 0) reader.Fail(WireRule.ValueOutOfRange, "port 0");
        return reader.Complete(address!);
    }

    /// <summary>Reads descriptors until the end of the input.</summary>
    /// <param name="reader">The reader; it fails for a descriptor cut short, a name that is none, and more than <paramref name="limit"/>.</param>
    /// <param name="limit">How many addresses are taken at most.</param>
    /// <returns>
    /// The addresses, without deprecated ones, those of port 0, and all that follow an unknown type, whose length nobody knows (BOLT 7).
    /// </returns>
    public static IReadOnlyList<NetworkAddress> ReadList(ref WireReader reader, int limit = 16)
    {
        var addresses = new List<NetworkAddress>();
        while (reader.Remaining > 0)
        {
            var (offset, type) = (reader.Offset, PeekType(reader));
            if (Read(ref reader) is not { } address)
            {
                if (type == AddressDescriptor.TorV2) continue;
                reader.ReadRestSpan();
            }
            else if (address.Port != 0)
            {
                if (addresses.Count == limit) reader.Fail(new(WireRule.TooLarge, offset, $"more than {limit} addresses"));
                addresses.Add(address);
            }
        }

        return reader.Failed ? [] : addresses;
    }

    /// <summary>Appends descriptors in ascending order of type, as BOLT 7 wants them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="addresses">The addresses; those of one type keep their order.</param>
    public static void WriteList(WireWriter writer, IEnumerable<NetworkAddress> addresses)
    {
        foreach (var address in addresses.OrderBy(a => a.Descriptor)) address.WriteTo(writer);
    }

    /// <summary>Appends type, address and port.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(WireWriter writer)
    {
        writer.WriteByte(Descriptor);
        if (Descriptor == AddressDescriptor.DnsHostname) writer.WriteByte((byte)_host.Length);
        writer.Write(_host).WriteUInt16(Port);
    }

    /// <summary>Type, address and port.</summary>
    public byte[] ToArray()
    {
        var writer = new WireWriter();
        WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>host:port, an IPv6 address in brackets; <see cref="Parse(ReadOnlySpan{char})"/> reads it back.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Descriptor == AddressDescriptor.IPv6 ? $"[{Host}]" : Host)}:{Port}");

    private static byte PeekType(WireReader reader) => reader.ReadByte();

    /// <summary>The next descriptor, its port unchecked; null when the type is unknown, deprecated (and skipped), or the reader failed.</summary>
    private static NetworkAddress? Read(ref WireReader reader)
    {
        var type = reader.ReadByte();
        var host = ByteString.Empty;
        switch (type)
        {
            case AddressDescriptor.IPv4:
                host = reader.ReadBytes(IPv4Size);
                break;
            case AddressDescriptor.IPv6:
                host = reader.ReadBytes(IPv6Size);
                break;
            case AddressDescriptor.TorV2:
                reader.ReadSpan(TorV2Size + sizeof(ushort));
                return null;
            case AddressDescriptor.TorV3:
                host = reader.ReadBytes(TorV3Size);
                break;
            case AddressDescriptor.DnsHostname:
                var length = reader.ReadByte();
                var offset = reader.Offset;
                host = reader.ReadBytes(length);
                if (!reader.Failed && DnsName.Check(host, offset) is { } error) reader.Fail(error);
                break;
            default:
                return null;
        }

        var port = reader.ReadUInt16();
        return reader.Failed ? null : new(type, host, port);
    }

    private static Result<NetworkAddress> ParseOnion(ReadOnlySpan<char> name, ushort port)
    {
        if (name.Length != TorV3Characters)
            return new WireError(WireRule.WrongLength, name.Length, $"an onion service of version 3 has {TorV3Characters} characters");
        var bytes = new byte[TorV3Size];
        var bad = Base32.Decode(name, bytes);
        return bad < 0
            ? new NetworkAddress(AddressDescriptor.TorV3, ByteString.Own(bytes), port)
            : new WireError(WireRule.BadCharacter, bad, "an onion service is written in a to z and 2 to 7");
    }
}
