using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Options;

/// <summary>The admin endpoints: health, status, lists, quarantine, backup.</summary>
public sealed class AdminSettings
{
    /// <summary>IP address to listen on.</summary>
    [Description("IP address to listen on. Plain HTTP: leave it on loopback unless the network is yours alone.")]
    [IPText]
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 for any free one.</summary>
    [Description("TCP port to listen on; 0 for any free one.")]
    [Range(0, 65535)]
    public int Port { get; init; } = 9736;

    /// <summary>File of the tokens; empty for <c>admin.token</c> in the data folder.</summary>
    [Description("File of the tokens, one line each: read TOKEN or write TOKEN; made when it is missing. Empty: admin.token in the data folder.")]
    public string TokenFile { get; init; } = "";

    /// <summary>Where to listen.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Parse(Listen), Port);
}
