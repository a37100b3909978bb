namespace LightningRod.Engine.Effects;

/// <summary>How far the outbox was read, while some of it is known only to the journal.</summary>
/// <remarks>Whoever reads takes a mark before and shows it afterwards; if the cursor went back meanwhile, what was read does not count.</remarks>
internal sealed class Cursor(long readThrough, long noted)
{
    private long _readThrough = readThrough;
    private long _noted = noted;
    private int _wentBack;

    internal CursorMark Mark => new(_readThrough, _noted, _wentBack);

    /// <summary>Something was written that must be read.</summary>
    internal void Note(long position)
    {
        if (position <= _readThrough) GoBack(position - 1);
        else _noted = Math.Max(_noted, position);
    }

    internal void GoBack(long readThrough)
    {
        _readThrough = Math.Min(_readThrough, readThrough);
        _wentBack++;
    }

    /// <summary>Whether what was read after the mark still counts.</summary>
    internal bool IsValid(CursorMark mark) => mark.WentBack == _wentBack;

    /// <summary>Everything up to a position was read.</summary>
    internal void Pass(long position) => _readThrough = Math.Max(_readThrough, position);

    /// <summary>The last page was read: whether nothing was written after the mark that it may have missed.</summary>
    internal bool EndsAt(CursorMark mark)
    {
        Pass(mark.Noted);
        return _readThrough >= _noted;
    }
}

/// <summary>A cursor at one moment.</summary>
/// <param name="ReadThrough">Everything up to this position was read.</param>
/// <param name="Noted">The highest position that was known to be written.</param>
/// <param name="WentBack">How often the cursor went back by then.</param>
internal readonly record struct CursorMark(long ReadThrough, long Noted, int WentBack);
