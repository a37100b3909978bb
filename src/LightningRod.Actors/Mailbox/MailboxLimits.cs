using LightningRod.Wire.Messages;

namespace LightningRod.Actors.Mailbox;

/// <summary>How much a mailbox keeps; what is in it stays, also when the limits change.</summary>
public sealed record MailboxLimits
{
    /// <summary>The defaults.</summary>
    public static MailboxLimits Default { get; } = new();

    /// <summary>Most messages. Default 256.</summary>
    public int MaxMessages { get; init; } = 256;

    /// <summary>Most bytes of all messages. Default 4 MiB.</summary>
    public long MaxBytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>Most bytes of one message, as it goes over the wire. Default: all that a peer can send.</summary>
    public int MaxMessageBytes { get; init; } = PeerMessage.MaxLength;

    /// <summary>How long a message is kept. Default 14 days: as long as a hold window of 2016 blocks.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Most devices. Default 8.</summary>
    public int MaxDevices { get; init; } = 8;

    /// <summary>Longest encrypted token of a device, bytes. Default 2048.</summary>
    public int MaxTokenBytes { get; init; } = 2048;
}
