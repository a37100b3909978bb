using LightningRod.Server.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LightningRod.Server.Telemetry;

/// <summary>The log of a member on the standard error.</summary>
public static class Logs
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z '";

    /// <summary>Makes loggers; dispose the factory last, for it writes what is still queued.</summary>
    /// <param name="settings">Level and form.</param>
    public static ILoggerFactory Create(LogSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(settings.Level);
            // The endpoints tell what is worth telling; the server under them tells each request.
            logging.AddFilter("Microsoft", level => level >= settings.Level && level >= LogLevel.Warning);
            // The standard output belongs to answers.
            logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            if (settings.Json) logging.AddJsonConsole(Json);
            else logging.AddSimpleConsole(Simple);
        });
    }

    private static void Json(JsonConsoleFormatterOptions options) =>
        (options.UseUtcTimestamp, options.TimestampFormat) = (true, Timestamp.Replace(" ", "", StringComparison.Ordinal));

    private static void Simple(SimpleConsoleFormatterOptions options) =>
        (options.SingleLine, options.UseUtcTimestamp, options.TimestampFormat) = (true, true, Timestamp);
}
