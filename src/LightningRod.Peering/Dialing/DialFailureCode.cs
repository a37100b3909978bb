namespace LightningRod.Peering.Dialing;

/// <summary>Why a dial gave no session.</summary>
public enum DialFailureCode
{
    /// <summary>An onion service; this library has no way to Tor.</summary>
    OnionService,

    /// <summary>The name has no address.</summary>
    NotResolved,

    /// <summary>The address, or every address of the name, is not public, and only public ones are allowed.</summary>
    NotPublic,

    /// <summary>No address could be connected to.</summary>
    Unreachable,

    /// <summary>The name was not resolved, or no connection made, in time.</summary>
    Timeout,

    /// <summary>Too many dials are in progress.</summary>
    Busy,

    /// <summary>The node stops.</summary>
    Stopping,

    /// <summary>There was a connection, but it became no session; <see cref="DialFailure.Reason"/> says why.</summary>
    NoSession,
}
