namespace LightningRod.Engine.Abstractions;

/// <summary>When an actor wants to be woken: at a time, at a height, or at whichever comes first.</summary>
/// <param name="Time">UTC; null for no time.</param>
/// <param name="Height">Block height; null for no height.</param>
public readonly record struct Alarm(DateTimeOffset? Time, uint? Height)
{
    /// <summary>No alarm.</summary>
    public static Alarm None => default;

    /// <summary>An alarm at a time.</summary>
    /// <param name="time">UTC.</param>
    public static Alarm At(DateTimeOffset time) => new(time, null);

    /// <summary>An alarm at a height.</summary>
    /// <param name="height">Block height.</param>
    public static Alarm AtHeight(uint height) => new(null, height);

    /// <summary>Whether it is due.</summary>
    /// <param name="now">The present moment.</param>
    public bool IsDue(Moment now) => Time <= now.Time || Height <= now.Height;
}
