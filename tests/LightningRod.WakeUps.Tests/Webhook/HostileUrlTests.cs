using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using LightningRod.Ports.WakeUps;
using LightningRod.Testing;
using LightningRod.WakeUps.Webhook;
using Microsoft.Extensions.Logging;

namespace LightningRod.WakeUps.Tests.Webhook;

/// <summary>URLs are chosen by strangers: what must never be called is not called.</summary>
public sealed class HostileUrlTests
{
    private const string Host = "wallet.example";

    [Theory]
    [InlineData("")]
    [InlineData("wallet.example/hook")]
    [InlineData("/hook")]
    [InlineData("https://")]
    [InlineData("https:///hook")]
    [InlineData("http://wallet.example/hook")]
    [InlineData("ftp://wallet.example/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user@wallet.example/")]
    [InlineData("https://user:word@wallet.example/")]
    [InlineData("https://wallet.example/h\u00f6\u00f6k")]
    [InlineData("https://wallet.ex\u00e4mple/")]
    [InlineData("https://wallet.example/a b")]
    [InlineData("https://wallet.example/\r\nX-Header: 1")]
    [InlineData("https://wallet.example/\0")]
    [InlineData("https://wallet.example:99999/")]
    public async Task Send_UrlThatMayNotBe_IsRefusedBeforeAnyLookup(string url)
    {
        var dialled = new List<IPEndPoint>();
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, null, dialled, "8.8.8.8") with { Resolver = new NoLookup() });
        Assert.IsType<WakeUpOutcome.Refused>(await provider.SendAsync(Call.Of(url), Call.Cancel));
        Assert.Empty(dialled);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void TryParse_LongUrl_IsTakenUpToItsBound(int length, bool isTaken) =>
        Assert.Equal(isTaken, WebhookUrl.TryParse("https://wallet.example/".PadRight(length, 'a'), allowPlainHttp: false, out _, out _));

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.1.2.3"), InlineData("192.168.1.1"), InlineData("172.16.0.1"), InlineData("169.254.169.254")]
    [InlineData("100.64.0.1"), InlineData("0.0.0.0"), InlineData("255.255.255.255"), InlineData("224.0.0.1")]
    [InlineData("::1"), InlineData("::"), InlineData("fe80::1"), InlineData("fc00::1"), InlineData("::ffff:127.0.0.1"), InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    public async Task Send_NameOfAPrivateAddress_IsRefusedAndNotDialled(string address)
    {
        var dialled = new List<IPEndPoint>();
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, null, dialled, address));
        Assert.Equal(
            new WakeUpOutcome.Refused("the host's addresses may not be called"), await provider.SendAsync(Call.Of($"https://{Host}/"), Call.Cancel));
        Assert.Empty(dialled);
    }

    [Theory]
    [InlineData("https://127.0.0.1/"), InlineData("https://2130706433/"), InlineData("https://0x7f.1/"), InlineData("https://0177.0.0.1/")]
    [InlineData("https://[::1]/"), InlineData("https://[::ffff:10.0.0.1]/"), InlineData("https://[fe80::1%251]/"), InlineData("https://10.0.0.1:8443/")]
    public async Task Send_PrivateAddressItself_IsNotDialled(string url)
    {
        var dialled = new List<IPEndPoint>();
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, null, dialled));
        Assert.IsNotType<WakeUpOutcome.Delivered>(await provider.SendAsync(Call.Of(url), Call.Cancel));
        Assert.Empty(dialled);
    }

    [Theory]
    [InlineData("https://xn--/"), InlineData("https://xn--a-ecp.ru/"), InlineData("https://a..b/"), InlineData("https://-/"), InlineData("https://wallet.example:0/")]
    [InlineData("https://%31%32%37.0.0.1/"), InlineData("https://wallet.example#@other.example/"), InlineData("https:\\\\wallet.example\\hook")]
    [InlineData("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/")]
    public async Task Send_StrangeHost_IsAnOutcome(string url)
    {
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet("elsewhere.example", null, [], "8.8.8.8"));
        Assert.IsNotType<WakeUpOutcome.Delivered>(await provider.SendAsync(Call.Of(url), Call.Cancel));
    }

    [Fact]
    public async Task Send_PublicAndPrivateAddresses_DialsThePublicAlone()
    {
        var dialled = new List<IPEndPoint>();
        await using var server = HttpServer.Tls(Host, HttpServer.Status(200));
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, server, dialled, "10.0.0.1", "8.8.8.8", "::1"));
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(Call.Of($"https://{Host}:8443/hook"), Call.Cancel));
        Assert.Equal([new IPEndPoint(IPAddress.Parse("8.8.8.8"), 8443)], dialled);
        Assert.Equal($"{Host}:8443", Assert.Single(server.Requests).Headers["host"]);
    }

    [Fact]
    public async Task Send_CertificateOfAnother_IsNotDelivered()
    {
        await using var server = HttpServer.Tls("other.example", HttpServer.Status(200));
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, server, [], "8.8.8.8"));
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "TLS failed"), await provider.SendAsync(Call.Of($"https://{Host}/"), Call.Cancel));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_CertificateThatTheSystemDoesNotTrust_IsNotDelivered()
    {
        await using var server = HttpServer.Tls(Host, HttpServer.Status(200));
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, server, [], "8.8.8.8") with { Certificates = null });
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "TLS failed"), await provider.SendAsync(Call.Of($"https://{Host}/"), Call.Cancel));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_NameWithoutAddress_IsRetryAfter()
    {
        using var provider = new WebhookProvider(new(), Call.Key, Call.Internet(Host, null, []));
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "the host's name has no address"), await provider.SendAsync(Call.Of($"https://{Host}/"), Call.Cancel));
    }

    [Fact]
    public async Task Send_NobodyListens_TriesEachOfFourAddresses()
    {
        var dialled = new List<IPEndPoint>();
        using var provider = new WebhookProvider(
            new(), Call.Key, Call.Internet(Host, null, dialled, "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "8.8.8.5"));
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "the host cannot be reached"), await provider.SendAsync(Call.Of($"https://{Host}/"), Call.Cancel));
        Assert.Equal(4, dialled.Count);
    }

    [Fact]
    public async Task Send_PlainHttpToAPublicAddress_IsRefusedEvenWhereLoopbackIsAllowed()
    {
        var dialled = new List<IPEndPoint>();
        using var provider = Call.Local(Call.Internet(Host, null, dialled, "8.8.8.8"));
        Assert.IsType<WakeUpOutcome.Refused>(await provider.SendAsync(Call.Of($"http://{Host}/"), Call.Cancel));
        Assert.Empty(dialled);
    }

    [Fact]
    public async Task Send_MoreConnectionsThanAllowed_IsToldToComeLater()
    {
        await using var first = HttpServer.Plain(HttpServer.Status(200));
        await using var second = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local(options: new() { Connections = 1 });
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(first));
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "too many connections are open"), await provider.SendAsync(second));
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(first));
    }

    [Fact]
    public async Task Send_WhateverComesOfIt_NoUrlIsSeenElsewhere()
    {
        const string Secret = "secret-token-4711";
        var seen = new Witness();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => seen.Note(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => seen.Note(tags));
        meters.SetMeasurementEventCallback<int>((_, _, tags, _) => seen.Note(tags));
        meters.Start();
        using var traces = new ActivityListener
        {
            // Those of .NET's inner workings show host names; nobody listens to them who does not ask for them by name.
            ShouldListenTo = source => !source.Name.StartsWith("Experimental.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Note(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(traces);
        foreach (var (status, address) in new[] { (200, "8.8.8.8"), (500, "8.8.8.8"), (403, "8.8.8.8"), (200, "10.0.0.1") })
        {
            await using var server = HttpServer.Tls($"{Secret}.example", HttpServer.Status(status));
            using var provider = new WebhookProvider(
                new(), Call.Key, Call.Internet($"{Secret}.example", server, [], address) with { Loggers = seen });
            var outcome = await provider.SendAsync(Call.Of($"https://{Secret}.example/{Secret}"), Call.Cancel);
            meters.RecordObservableInstruments();
            seen.Note(outcome.ToString());
        }

        Assert.Contains(seen.Texts, text => text.Contains("delivered", StringComparison.Ordinal));
        Assert.Contains(seen.Texts, text => text.Contains("was not delivered", StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Texts, text => text.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class NoLookup : IHostResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
            throw new InvalidOperationException(host);
    }

    /// <summary>Notes all that is logged, measured and traced.</summary>
    private sealed class Witness : ILoggerFactory, ILogger
    {
        private readonly List<string> _texts = [];

        internal IReadOnlyList<string> Texts
        {
            get
            {
                lock (_texts) return [.. _texts];
            }
        }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Note($"{formatter(state, exception)} {exception}");

        internal void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags) => Note(string.Join(' ', tags.ToArray()));

        internal void Note(string text)
        {
            lock (_texts) _texts.Add(text);
        }
    }
}
