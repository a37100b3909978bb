namespace LightningRod.Actors.Mailbox;

/// <summary>A reason to wake the client that stands until it comes back.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="WishedAt">When it was wished, UTC; the last time counts once a wake-up was sent.</param>
public sealed record WakeUpWish(WakeUpReason Reason, DateTimeOffset WishedAt)
{
    /// <summary>When the last wake-up was sent that spoke for it, UTC; null for none.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>How many were sent since the client was here.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether a wish at a later time is news: one was sent for what was wished before.</summary>
    public bool IsAnswered => SentAt >= WishedAt;

    /// <summary>When the next wake-up is due, UTC, or null for never.</summary>
    internal DateTimeOffset? DueAt(MailboxOptions options)
    {
        if (SentAt is not { } sent) return WishedAt;
        if (!IsAnswered) return sent.Plus(Cooldown(options));
        return Attempts > 0 && Attempts <= options.RepeatAfter.Length ? sent.Plus(options.RepeatAfter[Attempts - 1]) : null;
    }

    private TimeSpan Cooldown(MailboxOptions options)
    {
        var cooldown = options.Cooldown;
        for (var i = 1; i < Attempts && cooldown < options.MaxCooldown; i++) cooldown *= 2;
        return cooldown < options.MaxCooldown ? cooldown : options.MaxCooldown;
    }
}
