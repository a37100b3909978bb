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

    /// <summary>How long a wake-up waits for word about a client of whom it is not known whether it is there.</summary>
    [Description("How long a wake-up waits for word about a client of whom it is not known whether it is there, as after a start.")]
    [Between("100ms", "5m")]
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client whose session ended may take to come back by itself before it is woken.</summary>
    [Description("How long a client whose session ended may take to come back by itself before it is woken.")]
    [Between("100ms", "1h")]
    public TimeSpan LeaveGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time between two wake-ups for one reason; it doubles with each that was in vain.</summary>
    [Description("Shortest time between two wake-ups for one reason; it doubles with each that was in vain, up to an hour.")]
    [Between("100ms", "1h")]
    public TimeSpan WakeUpCooldown { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same as the actors' options.</summary>
    public MailboxOptions Timing => new() { PresenceGrace = PresenceGrace, LeaveGrace = LeaveGrace, Cooldown = WakeUpCooldown };

    /// <summary>The same as the actors' limits.</summary>
    public MailboxLimits Limits => new() { MaxMessages = MaxMessages, MaxBytes = MaxBytes, Life = Life, MaxDevices = MaxDevices };
}
