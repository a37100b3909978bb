using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using LightningRod.Ports.WakeUps;

namespace LightningRod.WakeUps.Webhook;

/// <summary>What an answer, or its absence, means.</summary>
internal static class Answers
{
    /// <summary>The longest delay that a server can ask for: it is a stranger's, and must not silence a client for good.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    internal static WakeUpOutcome Busy { get; } = Later("too many tries are under way");

    internal static WakeUpOutcome InTime(TimeSpan timeout) =>
        Later(FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.#} seconds"));

    /// <summary>By status: bLIP 55 knows 200 alone and leaves the others to us.</summary>
    internal static WakeUpOutcome Of(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var code = (int)status;
        var reason = $"HTTP {code}";
        return code switch
        {
            >= 200 and < 300 => new WakeUpOutcome.Delivered(),
            404 or 410 => new WakeUpOutcome.TokenGone(),
            429 or 503 => new WakeUpOutcome.RetryAfter(DelayOf(retryAfter, now), reason),
            408 or 425 or >= 500 => Later(reason),
            >= 300 and < 400 => new WakeUpOutcome.Refused($"{reason}: redirects are not followed"),
            _ => new WakeUpOutcome.Refused(reason),
        };
    }

    /// <summary>By what the HTTP client threw; its text names the host and goes nowhere.</summary>
    internal static WakeUpOutcome Of(Exception thrown) => ConnectRefusedException.In(thrown) switch
    {
        ConnectRefusal.NotAllowed => new WakeUpOutcome.Refused("the host's addresses may not be called"),
        ConnectRefusal.NotResolved => Later("the host's name has no address"),
        ConnectRefusal.Unreachable => Later("the host cannot be reached"),
        ConnectRefusal.TooMany => Later("too many connections are open"),
        _ => Later(thrown.InnerException is AuthenticationException ? "TLS failed" : "the connection broke"),
    };

    private static WakeUpOutcome.RetryAfter Later(string reason) => new(null, reason);

    private static TimeSpan? DelayOf(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var delay = header?.Delta ?? header?.Date - now;
        return delay is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, LongestDelay.Ticks)) : null;
    }
}
