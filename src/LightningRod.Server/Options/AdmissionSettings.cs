using System.ComponentModel;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Options;

/// <summary>Who is a client.</summary>
public sealed class AdmissionSettings
{
    /// <summary>Who is a client without being invited.</summary>
    [Description("Who is a client without an invitation: channels (who holds an unannounced channel with a channel node) or open (anybody; mail "
        + "only).")]
    public AdmissionMode Mode { get; init; } = AdmissionMode.Channels;

    /// <summary>Node ids that are clients in any case.</summary>
    [Description("Node ids that are clients in any case; holds are honoured on unannounced channels alone, also for them.")]
    [NodeIdText]
    public IReadOnlyList<string> Invited { get; init; } = [];
}

/// <summary>Who is a client without being invited.</summary>
public enum AdmissionMode
{
    /// <summary>Who holds an unannounced channel with one of the channel nodes.</summary>
    Channels,

    /// <summary>Anybody, for mail; holds never without such a channel.</summary>
    Open,
}
