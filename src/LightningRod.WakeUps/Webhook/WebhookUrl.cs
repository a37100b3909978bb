using System.Diagnostics.CodeAnalysis;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Reads the URL that a stranger registered. Where its host leads is not judged here, but at connect.</summary>
public static class WebhookUrl
{
    /// <summary>Longest URL, ASCII characters (bLIP 55).</summary>
    public const int MaxLength = 1024;

    /// <summary>Reads a URL.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="allowPlainHttp">Whether the scheme may be <c>http</c>.</param>
    /// <param name="url">The URL when true is returned.</param>
    /// <param name="why">Why there is none when false is returned; never a part of the text.</param>
    public static bool TryParse(string text, bool allowPlainHttp, [NotNullWhen(true)] out Uri? url, out string why)
    {
        url = null;
        why = text switch
        {
            { Length: > MaxLength } => "the URL is longer than 1024 characters",
            _ when text.AsSpan().ContainsAnyExceptInRange('!', '~') => "the URL has other characters than printable ASCII",
            _ when !Uri.TryCreate(text, UriKind.Absolute, out url) => "the URL cannot be read",
            _ => Fault(url, allowPlainHttp),
        };
        if (why.Length > 0) url = null;
        return url is not null;
    }

    private static string Fault(Uri url, bool allowPlainHttp)
    {
        var isPlain = url.Scheme == Uri.UriSchemeHttp;
        if (url.Scheme != Uri.UriSchemeHttps && !(isPlain && allowPlainHttp)) return "the URL is not https";
        if (url.UserInfo.Length > 0) return "the URL has user information";
        return url.IdnHost.Length == 0 ? "the URL has no host" : "";
    }
}
