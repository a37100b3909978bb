using System.Net;
using System.Net.Sockets;

namespace LightningRod.WakeUps.Webhook;

/// <summary>The resolver of the operating system.</summary>
/// <remarks>.NET's own meter <c>System.Net.NameResolution</c> tags lookups with the name; an exporter must leave it out.</remarks>
public sealed class SystemHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Unknown, or no name at all: an empty label, more than 255 characters.
            return [];
        }
    }
}
