using System.Net;
using LightningRod.Ports.WakeUps;
using LightningRod.Wire.Primitives;

namespace LightningRod.Flows.Requests;

/// <summary>Which tokens and URLs are taken. Where a URL's name leads to is checked when it is connected to.</summary>
internal static class DeviceTokens
{
    internal const int MaxProviderLength = 32;
    internal const int MaxLength = 4096;

    private const string Webhook = "webhook";

    /// <summary>What is wrong with a token; null when nothing is.</summary>
    internal static string? Fault(DeviceToken device, bool isUrl, RequestOptions options)
    {
        if (device.Provider == Webhook != isUrl) return isUrl ? "only a webhook has a url" : "a webhook has a url";
        if (device.Value.Length == 0 || device.Value.Any(static c => c is < ' ' or > '~')) return "it is no printable ASCII";
        return isUrl ? UrlFault(device.Value, options) : null;
    }

    private static string? UrlFault(string text, RequestOptions options)
    {
        if (text.Length > options.MaxUrlLength) return $"a url has at most {options.MaxUrlLength} characters";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0) return "it is no url";
        if (url.UserInfo.Length > 0) return "a url has no user name";
        if (options.AllowLoopbackWebhooks && url.IsLoopback && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)) return null;
        if (url.Scheme != Uri.UriSchemeHttps) return "a url begins with https";
        var isPublic = !url.IsLoopback && (!IPAddress.TryParse(url.DnsSafeHost, out var ip) || PublicAddress.IsPublic(ip));
        return isPublic ? null : "the address is not public";
    }
}
