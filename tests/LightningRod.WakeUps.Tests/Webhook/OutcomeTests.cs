using LightningRod.Ports.WakeUps;
using LightningRod.Testing;

namespace LightningRod.WakeUps.Tests.Webhook;

/// <summary>What answers mean, and that no answer holds a try up.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(200), InlineData(204)]
    public async Task Send_Success_IsDelivered(int status) =>
        Assert.Equal(new WakeUpOutcome.Delivered(), await AnswerAsync(HttpServer.Status(status)));

    [Theory]
    [InlineData(404), InlineData(410)]
    public async Task Send_Gone_IsTokenGone(int status) => Assert.Equal(new WakeUpOutcome.TokenGone(), await AnswerAsync(HttpServer.Status(status)));

    [Theory]
    [InlineData(400), InlineData(401), InlineData(403), InlineData(405), InlineData(413)]
    public async Task Send_OtherFaultOfOurs_IsRefused(int status) =>
        Assert.Equal(new WakeUpOutcome.Refused($"HTTP {status}"), await AnswerAsync(HttpServer.Status(status)));

    [Theory]
    [InlineData(301), InlineData(302), InlineData(307), InlineData(308)]
    public async Task Send_Redirect_IsRefusedAndNotFollowed(int status)
    {
        await using var other = HttpServer.Plain(HttpServer.Status(200));
        await using var server = HttpServer.Plain(HttpServer.Status(status, $"Location: http://{other.EndPoint}/\r\n"));
        using var provider = Call.Local();
        Assert.IsType<WakeUpOutcome.Refused>(await provider.SendAsync(server));
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(429, "Retry-After: 30\r\n", 30d)]
    [InlineData(503, "Retry-After: 30\r\n", 30d)]
    [InlineData(503, "", null)]
    [InlineData(503, "Retry-After: soon\r\n", null)]
    [InlineData(503, "Retry-After: -5\r\n", null)]
    [InlineData(503, "Retry-After: 999999999\r\n", 3600d)]
    [InlineData(503, "Retry-After: 99999999999999999999\r\n", null)]
    [InlineData(503, "Retry-After: Wed, 01 Jan 2025 00:02:00 GMT\r\n", 120d)]
    [InlineData(503, "Retry-After: Wed, 01 Jan 2020 00:02:00 GMT\r\n", 0d)]
    [InlineData(500, "Retry-After: 30\r\n", null)]
    [InlineData(502, "", null)]
    [InlineData(408, "", null)]
    public async Task Send_NotNow_IsRetryAfterWithTheDelayThatWasAskedFor(int status, string headers, double? seconds)
    {
        var outcome = await AnswerAsync(HttpServer.Status(status, headers));
        Assert.Equal(new WakeUpOutcome.RetryAfter(seconds is { } s ? TimeSpan.FromSeconds(s) : null, $"HTTP {status}"), outcome);
    }

    [Theory]
    [InlineData("hello\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n")]
    public async Task Send_AnswerThatIsNoHttp_IsRetryAfter(string answer) => Assert.IsType<WakeUpOutcome.RetryAfter>(await AnswerAsync(answer));

    [Fact]
    public async Task Send_EndlessHeaders_AreCutOff()
    {
        await using var server = HttpServer.Plain(async (_, stream, cancel) =>
        {
            await HttpServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\n", cancel);
            while (true) await HttpServer.WriteAsync(stream, $"x-long: {new string('x', 1000)}\r\n", cancel);
        });
        using var provider = Call.Local();
        Assert.IsType<WakeUpOutcome.RetryAfter>(await provider.SendAsync(server));
    }

    [Fact]
    public async Task Send_NoAnswer_EndsAfterTenSeconds()
    {
        var came = new TaskCompletionSource();
        await using var server = HttpServer.Plain((_, _, cancel) =>
        {
            came.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        });
        var time = new ManualTimeProvider();
        using var provider = Call.Local(new() { Time = time });
        var sending = provider.SendAsync(server);
        await came.Task.WaitAsync(Call.Cancel);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(new WakeUpOutcome.RetryAfter(null, "no answer within 10 seconds"), await sending);
    }

    [Fact]
    public async Task Send_SlowBody_IsNotWaitedFor()
    {
        await using var server = HttpServer.Plain(async (_, stream, cancel) =>
        {
            await HttpServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome", cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        });
        using var provider = Call.Local(new() { Time = new ManualTimeProvider() });
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(server));
    }

    [Fact]
    public async Task Send_EndlessBody_ClosesTheConnection()
    {
        var closed = new TaskCompletionSource<long>();
        await using var server = HttpServer.Plain(async (_, stream, cancel) =>
        {
            await HttpServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", cancel);
            var sent = 0L;
            try
            {
                for (; ; sent += 1024) await HttpServer.WriteAsync(stream, new string('x', 1024), cancel);
            }
            finally
            {
                closed.SetResult(sent);
            }
        });
        using var provider = Call.Local();
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(server));
        // What the kernel's buffers swallowed is all that was sent.
        Assert.True(await closed.Task.WaitAsync(Call.Cancel) < 64L << 20);
    }

    [Fact]
    public async Task Send_SmallBody_LeavesTheConnectionForTheNextTry()
    {
        await using var server = HttpServer.Plain("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var provider = Call.Local();
        for (var n = 0; n < 5; n++) Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(server));
        Assert.Equal((5, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task Send_Cancelled_Throws()
    {
        var came = new TaskCompletionSource();
        await using var server = HttpServer.Plain((_, _, cancel) =>
        {
            came.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        });
        using var provider = Call.Local();
        using var source = new CancellationTokenSource();
        var sending = provider.SendAsync(Call.Of($"http://{server.EndPoint}/"), source.Token);
        await came.Task.WaitAsync(Call.Cancel);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Send_ManyToOneHost_OneTooManyIsToldToComeLater()
    {
        var came = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        await using var server = HttpServer.Plain(async (_, stream, cancel) =>
        {
            came.Release();
            await go.Task.WaitAsync(cancel);
            await HttpServer.WriteAsync(stream, HttpServer.Status(200), cancel);
        });
        await using var other = HttpServer.Plain(HttpServer.Status(200));
        using var provider = Call.Local(options: new() { TriesAtOncePerHost = 2, TriesAtOnce = 3 });
        Task<WakeUpOutcome>[] sending = [provider.SendAsync(server, "/1"), provider.SendAsync(server, "/2")];
        for (var n = 0; n < 2; n++) await came.WaitAsync(Call.Cancel);
        Assert.IsType<WakeUpOutcome.RetryAfter>(await provider.SendAsync(server, "/3"));
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(other));
        go.SetResult();
        Assert.All(await Task.WhenAll(sending), outcome => Assert.IsType<WakeUpOutcome.Delivered>(outcome));
        Assert.IsType<WakeUpOutcome.Delivered>(await provider.SendAsync(server, "/4"));
    }

    private static async Task<WakeUpOutcome> AnswerAsync(string answer)
    {
        await using var server = HttpServer.Plain(answer);
        using var provider = Call.Local(new() { Time = new ManualTimeProvider() });
        return await provider.SendAsync(server);
    }
}
