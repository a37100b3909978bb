namespace LightningRod.Actors.Mailbox;

/// <summary>A wake-up that was sent and whose outcome is not known yet; there is at most one for a client.</summary>
/// <param name="Id">Its number in the mailbox: 1, 2, ...</param>
/// <param name="SentAt">When, UTC.</param>
public sealed record WakeUpInFlight(long Id, DateTimeOffset SentAt);
