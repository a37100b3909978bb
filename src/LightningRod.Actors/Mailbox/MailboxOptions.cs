using System.Collections.Immutable;

namespace LightningRod.Actors.Mailbox;

/// <summary>How a mailbox behaves in time. Decisions depend on it, stored events do not.</summary>
public sealed record MailboxOptions
{
    /// <summary>Most messages of a batch. Default 32.</summary>
    public int BatchMessages { get; init; } = 32;

    /// <summary>Most bytes of a batch that has more than one message. Default 256 KiB.</summary>
    public long BatchBytes { get; init; } = 256 * 1024;

    /// <summary>How long a wake-up waits for word about presence that is not known. Default 10 seconds.</summary>
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client whose session ended may take to come back by itself before it is woken. Default 30 seconds.</summary>
    public TimeSpan LeaveGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long a session that does not acknowledge is looked at again; more than two pings in vain. Default 2 minutes.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After how long a wake-up without an outcome counts as lost. Default 10 minutes.</summary>
    public TimeSpan WakeUpLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two wake-ups for one reason that is wished again; doubles with each that was in vain. Default 1 minute.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the cooldown's doubling ends. Default 1 hour.</summary>
    public TimeSpan MaxCooldown { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When a wake-up that was in vain is repeated: the time since the last one. Default 5 and 30 minutes, 2, 6 and 24 hours.</summary>
    public ImmutableArray<TimeSpan> RepeatAfter { get; init; } =
        [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    /// <summary>After how many stored events a checkpoint is written. Default 256.</summary>
    public int CheckpointEvery { get; init; } = 256;
}
