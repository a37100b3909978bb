using System.Net;
using System.Net.Sockets;
using LightningRod.Ports.WakeUps;
using LightningRod.WakeUps.Webhook;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Primitives;

namespace LightningRod.WakeUps.Tests.Webhook;

/// <summary>Wake-ups and what sends them.</summary>
internal static class Call
{
    internal static readonly PrivateKey Key = PrivateKey.FromHex(new string('1', 64));
    private static readonly NodeId Client = new(PrivateKey.FromHex(new string('2', 64)).PublicKey);

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static WakeUp Of(string url, WakeUpReason reason = WakeUpReason.MessageWaiting, uint? timeout = null) =>
        new(
        new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        Client,
        new(WebhookProvider.KindName, url),
        reason,
        timeout is { } height ? new BlockHeight(height) : null);

    /// <summary>A provider that may call plain HTTP on this machine.</summary>
    internal static WebhookProvider Local(WebhookServices? services = null, WebhookOptions? options = null) =>
        new((options ?? new()) with { AllowPlainHttpToLoopback = true }, Key, services);

    internal static Task<WakeUpOutcome> SendAsync(this WebhookProvider provider, HttpServer server, string path = "/hook") =>
        provider.SendAsync(Of($"http://{server.EndPoint}{path}"), Cancel);

    /// <summary>A world where a name has addresses, and each address that may be called is a server on this machine.</summary>
    internal static WebhookServices Internet(string host, HttpServer? server, List<IPEndPoint> dialled, params string[] addresses) => new()
    {
        Resolver = new Names(host, addresses),
        Certificates = (_, certificate, _, _) => certificate?.Subject == $"CN={host}",
        Dial = async (endPoint, cancel) =>
        {
            lock (dialled) dialled.Add(endPoint);
            if (server is null) throw new SocketException((int)SocketError.ConnectionRefused);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.EndPoint, cancel);
            return socket;
        },
    };

    private sealed class Names(string host, string[] addresses) : IHostResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<IPAddress>>(name == host ? [.. addresses.Select(IPAddress.Parse)] : []);
    }
}
