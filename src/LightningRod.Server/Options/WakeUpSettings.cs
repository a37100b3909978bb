using System.ComponentModel;
using LightningRod.Server.Settings;
using LightningRod.WakeUps.Webhook;

namespace LightningRod.Server.Options;

/// <summary>How clients are asked to come online.</summary>
public sealed class WakeUpSettings
{
    /// <summary>Webhooks.</summary>
    public WebhookSettings Webhook { get; init; } = new();
}

/// <summary>Webhooks of bLIP 55.</summary>
public sealed class WebhookSettings
{
    /// <summary>How long a try may take.</summary>
    [Description("How long one try may take.")]
    [Between("100ms", "10s")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether plain HTTP to this machine is allowed.</summary>
    [Description("Call http URLs too when their host is this machine. For tests and demonstrations: clients choose these URLs.")]
    public bool AllowPlainHttpToLoopback { get; init; }

    /// <summary>The same as the provider's options.</summary>
    public WebhookOptions Options => new() { Timeout = Timeout, AllowPlainHttpToLoopback = AllowPlainHttpToLoopback };
}
