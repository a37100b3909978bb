using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Mailbox;

/// <summary>Whether the client is there, as far as was told since the mailbox was read. Soft: never stored.</summary>
public sealed record Presence
{
    /// <summary>Nobody told anything yet.</summary>
    public static Presence Unknown { get; } = new();

    /// <summary>Whether anything was told.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The open sessions, at most one for each place.</summary>
    public ValueList<MailSession> Sessions { get; init; }

    /// <summary>When the last session ended, UTC; null when none was there or one is.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>Whether the client is there.</summary>
    public bool IsHere => Sessions.Count > 0;

    /// <summary>A session by its id, or null.</summary>
    /// <param name="id">The id.</param>
    public MailSession? Find(Guid id) => Sessions.FirstOrDefault(session => session.Id == id);
}
