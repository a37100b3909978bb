using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LightningRod.WakeUps.Tests.Webhook;

/// <summary>What came in.</summary>
internal sealed record Request(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>An HTTP server on loopback that answers whatever it is told to, byte by byte.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Func<Request, Stream, CancellationToken, Task> _answer;
    private readonly List<Request> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    private HttpServer(X509Certificate2? certificate, Func<Request, Stream, CancellationToken, Task> answer)
    {
        (_certificate, _answer) = (certificate, answer);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    internal int Connections { get; private set; }

    internal IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    internal static HttpServer Plain(string answer) => new(null, (_, stream, cancel) => WriteAsync(stream, answer, cancel));

    internal static HttpServer Plain(Func<Request, Stream, CancellationToken, Task> answer) => new(null, answer);

    internal static HttpServer Tls(string host, string answer) => new(CertificateOf(host), (_, stream, cancel) => WriteAsync(stream, answer, cancel));

    internal static string Status(int status, string headers = "") => $"HTTP/1.1 {status} Whatever\r\n{headers}Content-Length: 0\r\n\r\n";

    internal static Task WriteAsync(Stream stream, string text, CancellationToken cancel) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancel).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _connections.Add(ServeAsync(client));
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using Stream stream = _certificate is null ? client.GetStream() : await SecureAsync(client.GetStream(), _certificate);
            while (await ReadAsync(stream) is { } request)
            {
                lock (_requests) _requests.Add(request);
                await _answer(request, stream, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went, or the test is over.
        }
    }

    private async Task<SslStream> SecureAsync(Stream inner, X509Certificate2 certificate)
    {
        var stream = new SslStream(inner);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _stop.Token);
        return stream;
    }

    private async Task<Request?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new(lines[0], headers, Encoding.UTF8.GetString(body));
    }

    private static X509Certificate2 CertificateOf(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
