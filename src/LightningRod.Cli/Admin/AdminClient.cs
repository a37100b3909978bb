using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LightningRod.Cli.Admin;

/// <summary>Asks a member's admin endpoints.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    internal AdminClient(Uri member, string token)
    {
        // The token is for the member alone: no proxy on the way, and nobody sends it on.
        _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = member, Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Gets one JSON value.</summary>
    /// <exception cref="AdminException">The member cannot be asked, or refused.</exception>
    internal async Task<JsonElement> GetAsync(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(new(HttpMethod.Get, path), cancel).ConfigureAwait(false);
        return await ReadAsync(response, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a JSON object and gets one JSON value.</summary>
    /// <exception cref="AdminException">The member cannot be asked, or refused.</exception>
    internal async Task<JsonElement> PostAsync(string path, string json, CancellationToken cancel)
    {
        using var response = await SendAsync(Post(path, json), cancel).ConfigureAwait(false);
        return await ReadAsync(response, cancel).ConfigureAwait(false);
    }

    /// <summary>Gets JSON objects, one a line.</summary>
    /// <exception cref="AdminException">The member cannot be asked, or refused; or it broke off.</exception>
    internal IAsyncEnumerable<string> GetLinesAsync(string path, CancellationToken cancel) => LinesAsync(new(HttpMethod.Get, path), cancel);

    /// <summary>Sends a JSON object and gets JSON objects, one a line.</summary>
    /// <exception cref="AdminException">The member cannot be asked, or refused; or it broke off.</exception>
    internal IAsyncEnumerable<string> PostLinesAsync(string path, string json, CancellationToken cancel) => LinesAsync(Post(path, json), cancel);

    private static HttpRequestMessage Post(string path, string json) =>
        new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private async IAsyncEnumerable<string> LinesAsync(HttpRequestMessage request, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await SendAsync(request, cancel).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false));
        while (await NextAsync(reader, cancel).ConfigureAwait(false) is { } line) yield return line;
    }

    private async Task<string?> NextAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new AdminException($"The member at {_http.BaseAddress} broke off.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new AdminException(
                $"No member answers at {_http.BaseAddress} ({(failure.GetBaseException() as SocketException)?.Message ?? failure.Message}). "
                + "Is it running? Admin:Listen and Admin:Port say where it is, or --admin.")
            { MemberMayBeStopped = failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } };
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw new AdminException(ProblemOf(response, await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false)));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            using var document = await JsonDocument.ParseAsync(body, default, cancel).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or IOException or HttpRequestException)
        {
            throw new AdminException($"What answers at {response.RequestMessage?.RequestUri} is no member of this version.");
        }
    }

    private static string ProblemOf(HttpResponseMessage response, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var title = document.RootElement.GetProperty("title").GetString();
            return document.RootElement.TryGetProperty("detail", out var detail) ? $"{title}: {detail.GetString()}" : $"{title}.";
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"What answers at {response.RequestMessage?.RequestUri} is no member: HTTP {(int)response.StatusCode}.";
        }
    }
}
