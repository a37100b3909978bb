using LightningRod.Engine.Journal;
using LightningRod.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace LightningRod.Engine.Failures;

/// <summary>Counts and logs failures of the storage.</summary>
/// <remarks>
/// Whatever a journal throws is a failure of the storage to the engine, also what its contract does not name: nothing may end a lane, a loop or
/// a delivery for good. What the contract does not name is logged as a mistake.
/// </remarks>
internal sealed partial class StorageFailures(Instruments instruments, ILogger logger)
{
    internal void Failed(string operation, Exception thrown)
    {
        instruments.StorageFailed(operation);
        if (thrown is JournalUnavailableException) Log.Unavailable(logger, operation, thrown.Message);
        else Log.Unexpected(logger, thrown, operation);
    }

    private static partial class Log
    {
        [LoggerMessage(2012, LogLevel.Warning, "The storage failed at {Operation}: {Reason}")]
        internal static partial void Unavailable(ILogger logger, string operation, string reason);

        [LoggerMessage(2013, LogLevel.Error, "The storage threw at {Operation} what its contract does not name")]
        internal static partial void Unexpected(ILogger logger, Exception thrown, string operation);
    }
}
