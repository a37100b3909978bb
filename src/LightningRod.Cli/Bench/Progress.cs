using System.Globalization;

namespace LightningRod.Cli.Bench;

/// <summary>Tells on the standard error how far long work is: a bar on a terminal, elsewhere a line for each tenth.</summary>
/// <param name="error">Where to.</param>
/// <param name="what">What is done.</param>
/// <param name="total">How much of it there is.</param>
internal sealed class Progress(TextWriter error, string what, long total) : IDisposable
{
    private const int Width = 30;

    private readonly bool _isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    private long _shown = -1;

    /// <summary>Tells how much is done.</summary>
    internal void Report(long done)
    {
        var steps = _isTerminal ? 100 : 10;
        var step = steps * done / total;
        if (step == _shown || (step == 0 && !_isTerminal)) return;
        _shown = step;
        var text = string.Create(CultureInfo.InvariantCulture, $"{what}: {done:#,0} of {total:#,0}");
        if (!_isTerminal)
        {
            error.WriteLine(text);
            return;
        }

        var full = (int)(Width * done / total);
        error.Write($"\r[{new string('#', full)}{new string('.', Width - full)}] {text} ");
    }

    /// <summary>Leaves the bar's line clean.</summary>
    public void Dispose()
    {
        if (_isTerminal && _shown >= 0) error.Write("\r\u001b[K");
    }
}
