using System.Net;
using System.Net.Sockets;

namespace LightningRod.Demo.Director;

/// <summary>Free ports of the loopback address; a member that is started again must find its own free.</summary>
internal sealed class LoopbackPorts
{
    private readonly Dictionary<string, int> _relay = [];
    private readonly Dictionary<string, int> _admin = [];

    internal LoopbackPorts()
    {
        // Held together until all are known, so that no two are the same.
        var listeners = Enumerable.Range(0, 5).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.ConvertAll(static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        foreach (var listener in listeners) listener.Dispose();
        Push = ports[0];
        (_relay[Cast.LspA], _relay[Cast.LspB], _admin[Cast.LspA], _admin[Cast.LspB]) = (ports[1], ports[2], ports[3], ports[4]);
    }

    /// <summary>Where phones' pushes go.</summary>
    internal int Push { get; }

    /// <summary>Where an LSP's relay listens.</summary>
    internal int RelayOf(string lsp) => _relay[lsp];

    /// <summary>Where an LSP's operator asks.</summary>
    internal int AdminOf(string lsp) => _admin[lsp];
}
