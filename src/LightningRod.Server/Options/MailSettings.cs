using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LightningRod.Actors.Mailbox;
using LightningRod.Server.Settings;

namespace LightningRod.Server.Options;

/// <summary>What a mailbox keeps.</summary>
public sealed class MailSettings
{
    /// <summary>Messages of one client.</summary>
    [Description("Messages kept for one client.")]
    [Range(1, 100_000)]
    public int MaxMessages { get; init; } = 256;

    /// <summary>Bytes of all messages of one client.</summary>
    [Description("Bytes of all messages kept for one client.")]
    [Range(100_000L, 1_073_741_824L)]
    public long MaxBytes { get; init; } = 4L << 20;

    /// <summary>How long a message is kept.</summary>
    [Description("How long a message is kept.")]
    [Between("1m", "60d")]
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Devices of one client.</summary>
    [Description("Devices that one client may register for wake-ups.")]
    [Range(0, 64)]
    public int MaxDevices { get; init; } = 8;

    /// <summary>The same as the actors' limits.</summary>
    public MailboxLimits Limits => new() { MaxMessages = MaxMessages, MaxBytes = MaxBytes, Life = Life, MaxDevices = MaxDevices };
}
