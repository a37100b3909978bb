using System.Diagnostics.CodeAnalysis;

namespace LightningRod.Peering.Dialing;

/// <summary>A session, or why there is none.</summary>
public sealed class DialResult
{
    private readonly PeerSession? _session;
    private readonly DialFailure? _failure;

    internal DialResult(PeerSession session) => _session = session;

    internal DialResult(DialFailure failure) => _failure = failure;

    /// <summary>Gives the session or the failure.</summary>
    /// <param name="session">The open session when true is returned. It belongs to its node, which closes it when it stops.</param>
    /// <param name="failure">The failure when false is returned.</param>
    public bool TryGet([NotNullWhen(true)] out PeerSession? session, [NotNullWhen(false)] out DialFailure? failure)
    {
        (session, failure) = (_session, _failure);
        return session is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_session}{_failure}";
}
