using Microsoft.Extensions.Logging;

namespace LightningRod.Flows.Tests.Seeds;

/// <summary>Keeps what is logged as a mistake of the program.</summary>
internal sealed class Alarms : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _rung = [];

    internal IReadOnlyList<string> Rung
    {
        get
        {
            lock (_gate) return [.. _rung];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Critical;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (_gate) _rung.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
