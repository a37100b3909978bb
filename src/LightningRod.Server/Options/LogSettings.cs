using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace LightningRod.Server.Options;

/// <summary>The log, which goes to the standard error.</summary>
public sealed class LogSettings
{
    /// <summary>The least level that is written.</summary>
    [Description("The least level that is written: Trace, Debug, Information, Warning, Error, Critical or None.")]
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Whether each entry is one JSON object in a line.</summary>
    [Description("Write each entry as one JSON object in a line.")]
    public bool Json { get; init; }
}
