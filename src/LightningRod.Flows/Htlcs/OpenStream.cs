using LightningRod.Ports.Channels;

namespace LightningRod.Flows.Htlcs;

/// <summary>A stream of the node that is open, or was.</summary>
/// <param name="Interceptor">The stream.</param>
/// <param name="Epoch">The epoch under which it was opened.</param>
internal sealed record OpenStream(IHtlcInterceptor Interceptor, ulong Epoch);
