using System.Net;

namespace LightningRod.WakeUps.Webhook;

/// <summary>Finds the addresses of a host name. Thread-safe.</summary>
public interface IHostResolver
{
    /// <summary>Resolves a name.</summary>
    /// <param name="host">A DNS name in ASCII.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The addresses in the order in which to try them; empty when there are none.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
