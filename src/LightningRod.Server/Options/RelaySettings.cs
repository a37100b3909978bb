using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Options;

/// <summary>The relay: the BOLT 8 endpoint for wallets and other relays.</summary>
public sealed class RelaySettings
{
    /// <summary>IP addresses to listen on.</summary>
    [Description("IP addresses to listen on; :: is IPv6 alone. None: 0.0.0.0, all of IPv4.")]
    [IPText]
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>TCP port to listen on; 0 for any free one.</summary>
    [Description("TCP port to listen on; 0 for any free one.")]
    [Range(0, 65535)]
    public int Port { get; init; } = 9735;

    /// <summary>Addresses under which others reach it, as <c>host:port</c>.</summary>
    [Description("Addresses under which wallets and other relays reach this relay, as HOST:PORT; they are told to clients.")]
    [HostPort]
    public IReadOnlyList<string> Announce { get; init; } = [];

    /// <summary>A name for people, UTF-8, at most 32 bytes.</summary>
    [Description("A name for people, at most 32 bytes.")]
    [Utf8Bytes(32)]
    public string Alias { get; init; } = "";

    /// <summary>Where to listen.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints =>
        Listen.Count == 0 ? [new(IPAddress.Any, Port)] : [.. Listen.Select(address => new IPEndPoint(IPAddress.Parse(address), Port))];
}
