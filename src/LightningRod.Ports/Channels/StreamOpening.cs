namespace LightningRod.Ports.Channels;

/// <summary>What became of the wish to open a node's stream.</summary>
public abstract record StreamOpening
{
    private StreamOpening()
    {
    }

    /// <summary>It is open.</summary>
    /// <param name="Interceptor">The stream, the caller's to dispose of.</param>
    public sealed record Opened(IHtlcInterceptor Interceptor) : StreamOpening;

    /// <summary>Another one is open, here or elsewhere; the node allows one. Try again when its owner's lease is over.</summary>
    /// <param name="Reason">The node's words.</param>
    public sealed record Taken(string Reason) : StreamOpening;

    /// <summary>The node has seen a higher epoch: the lease is lost, and trying again makes no sense.</summary>
    /// <param name="Highest">The highest epoch that was seen.</param>
    public sealed record Fenced(ulong Highest) : StreamOpening;
}
