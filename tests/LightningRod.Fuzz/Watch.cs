namespace LightningRod.Fuzz;

/// <summary>Tells whether someone else's work stands still.</summary>
/// <param name="limit">How long it may.</param>
internal sealed class Watch(TimeSpan limit)
{
    private object? _seen;
    private int _looks;

    /// <summary>How long to wait between two looks.</summary>
    internal static TimeSpan Look { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the work was the same at all looks within the limit.</summary>
    /// <param name="work">What is worked on at present.</param>
    /// <remarks>Looks are counted and not seconds: on a machine that gives neither thread its turn, the watch stands still as well.</remarks>
    internal bool IsLost(object work)
    {
        _looks = ReferenceEquals(work, _seen) ? _looks + 1 : 1;
        _seen = work;
        return _looks * Look > limit;
    }
}
