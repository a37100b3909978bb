namespace LightningRod.Demo.Director;

/// <summary>A line of the timeline.</summary>
/// <param name="At">Time since the play began.</param>
/// <param name="Who">One of <see cref="Cast"/>.</param>
/// <param name="Step">What happened, in snake_case.</param>
internal sealed record TimelineStep(TimeSpan At, string Who, string Step)
{
    /// <summary>Block height of the network at that time; null before it is known.</summary>
    internal uint? Height { get; init; }

    /// <summary>An amount, msat.</summary>
    internal ulong? AmountMsat { get; init; }

    /// <summary>The other end of a channel, or who a message is for.</summary>
    internal string? Peer { get; init; }

    /// <summary>A few words.</summary>
    internal string? Detail { get; init; }

    /// <summary>The line as it came, for what only some steps have; undefined for the director's own.</summary>
    internal System.Text.Json.JsonElement Data { get; init; }
}
