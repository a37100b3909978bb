using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace LightningRod.Demo.Director;

/// <summary>Stands for the push services and phones: takes the LSPs' signed webhooks on loopback.</summary>
internal sealed class PushService : IAsyncDisposable
{
    private const int MostBodyBytes = 4096;

    private readonly HttpListener _listener = new();
    private readonly ChannelWriter<Cue> _cues;
    private readonly Func<string, string, string, bool> _verify;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    /// <param name="port">A free port.</param>
    /// <param name="cues">Where pushes go.</param>
    /// <param name="verify">Whether a text and its signature are of a client's LSP: client, text, signature.</param>
    internal PushService(int port, ChannelWriter<Cue> cues, Func<string, string, string, bool> verify)
    {
        (_cues, _verify, Port) = (cues, verify, port);
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    internal int Port { get; }

    /// <summary>The URL that a phone registers.</summary>
    /// <param name="phone">One of <see cref="Cast"/>.</param>
    internal string UrlOf(string phone) => $"http://127.0.0.1:{Port}/{phone}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Close();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.StatusCode = (int)await TakeAsync(context.Request);
                context.Response.Close();
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or the LSP was killed while it told.
            }
        }
    }

    private async Task<HttpStatusCode> TakeAsync(HttpListenerRequest request)
    {
        if (request.HttpMethod != "POST" || request.ContentLength64 is < 0 or > MostBodyBytes) return HttpStatusCode.BadRequest;
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(_stopping.Token);
        var phone = request.Url!.AbsolutePath.Trim('/');
        var text = $"LSPS5: DO NOT SIGN THIS MESSAGE MANUALLY: LSP: At {request.Headers["x-lsps5-timestamp"]} I notify {body}";
        if (!_verify(phone, text, request.Headers["x-lsps5-signature"] ?? "")) return HttpStatusCode.Forbidden;
        using var json = JsonDocument.Parse(body);
        await _cues.WriteAsync(new Cue.Pushed(phone, json.RootElement.GetProperty("method").GetString() ?? ""), _stopping.Token);
        return HttpStatusCode.NoContent;
    }
}
