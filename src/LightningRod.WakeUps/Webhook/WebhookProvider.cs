using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LightningRod.Ports.WakeUps;
using LightningRod.WakeUps.Telemetry;
using LightningRod.Wire.Cryptography;
using Microsoft.Extensions.Logging;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Wakes wallets by HTTPS, as bLIP 55 (LSPS5) has it: a signed JSON-RPC notification to a URL that the wallet registered.</summary>
/// <remarks>
/// <para>Thread-safe. As <see cref="IWakeUpProvider"/> says; a try that is one too many is told to come later, none waits in a queue.</para>
/// <para>
/// URLs are strangers': <c>https</c> only, to public addresses that are judged after the name is resolved and then dialled as they are; no redirects,
/// proxies, cookies or credentials, no trace context; of the answer the status counts, and at most 1 KiB of its body is taken off the connection.
/// URLs and host names appear in no log, metric, trace or exception.
/// </para>
/// </remarks>
public sealed partial class WebhookProvider : IWakeUpProvider, IDisposable
{
    /// <summary>The kind of its devices.</summary>
    public const string KindName = "webhook";

    private const int MaxBodyBytes = 1024;
    private const int MaxHeaderKibibytes = 16;
    private const string IdHeader = "idempotency-key";

    private readonly WebhookOptions _options;
    private readonly PrivateKey _key;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Instruments _instruments = new();
    private readonly HostGates _gates;
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes a provider.</summary>
    /// <param name="options">Time-outs and bounds.</param>
    /// <param name="nodeKey">The LSP's node key, which signs; it stays the caller's, who disposes it after the provider.</param>
    /// <param name="services">What it uses of the world; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message names it.</exception>
    public WebhookProvider(WebhookOptions options, PrivateKey nodeKey, WebhookServices? services = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(nodeKey);
        options.Check();
        services ??= new();
        (_options, _key, _time) = (options, nodeKey, services.Time);
        _logger = services.Loggers.CreateLogger("LightningRod.WakeUps.Webhook");
        _gates = new(options.TriesAtOnce, options.TriesAtOncePerHost);
        var connector = new GuardedConnector(options, services);
        _http = new(HandlerOf(options, services, connector), disposeHandler: true);
        _instruments.Observe(KindName, () => connector.Open);
    }

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<WakeUpOutcome> SendAsync(WakeUp wakeUp, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wakeUp);
        if (wakeUp.Device.Provider != KindName)
            throw new ArgumentException($"The device is of kind {wakeUp.Device.Provider}, not {KindName}.", nameof(wakeUp));
        var begun = _time.GetTimestamp();
        using var activity = Instruments.Activities.StartActivity(KindName);
        var word = Instruments.Cancelled;
        try
        {
            var outcome = await TryAsync(wakeUp, cancellationToken).ConfigureAwait(false);
            word = Instruments.Word(outcome);
            if (outcome is WakeUpOutcome.RetryAfter or WakeUpOutcome.Refused) Log.NotDelivered(_logger, wakeUp.Id, outcome);
            return outcome;
        }
        finally
        {
            activity?.SetTag("outcome", word);
            _instruments.Tried(KindName, wakeUp.Reason, word, _time.GetElapsedTime(begun));
        }
    }

    /// <summary>Closes all connections; tries under way end.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _instruments.Dispose();
    }

    private async Task<WakeUpOutcome> TryAsync(WakeUp wakeUp, CancellationToken cancellationToken)
    {
        if (!WebhookUrl.TryParse(wakeUp.Device.Value, _options.AllowPlainHttpToLoopback, out var url, out var why))
            return new WakeUpOutcome.Refused(why);
        if (wakeUp is { Reason: WakeUpReason.ExpirySoon, Timeout: null }) return new WakeUpOutcome.Refused("there is no height to tell");
        var host = string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}");
        if (!_gates.TryEnter(host)) return Answers.Busy;
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = RequestOf(wakeUp, url);
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return Answers.Of(response.StatusCode, response.Headers.RetryAfter, _time.GetUtcNow());
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Answers.InTime(_options.Timeout);
        }
        catch (Exception thrown) when (thrown is HttpRequestException or IOException or ObjectDisposedException)
        {
            return Answers.Of(thrown);
        }
        finally
        {
            _gates.Leave(host);
        }
    }

    private HttpRequestMessage RequestOf(WakeUp wakeUp, Uri url)
    {
        var notification = Notification.Of(wakeUp, _key, _time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(notification.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(Notification.TimestampHeader, notification.Timestamp);
        request.Headers.Add(Notification.SignatureHeader, notification.Signature);
        request.Headers.Add(IdHeader, wakeUp.Id.ToString("D"));
        return request;
    }

    private static SocketsHttpHandler HandlerOf(WebhookOptions options, WebhookServices services, GuardedConnector connector)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            ConnectTimeout = options.Timeout,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            MeterFactory = SilentMeters.Instance,
            MaxConnectionsPerServer = options.TriesAtOncePerHost,
            // Short, for the next one that lives there may have another address; the judgement is as old as the connection.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = MaxHeaderKibibytes,
            // No body is read; this much is taken off a connection so that it can be used again, else it is closed.
            MaxResponseDrainSize = MaxBodyBytes,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        };
        if (services.Certificates is { } judge) handler.SslOptions.RemoteCertificateValidationCallback = judge;
        return handler;
    }

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Debug, "Wake-up {Id} was not delivered: {Outcome}")]
        internal static partial void NotDelivered(ILogger logger, Guid id, WakeUpOutcome outcome);
    }
}
