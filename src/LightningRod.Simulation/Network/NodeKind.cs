namespace LightningRod.Simulation.Network;

/// <summary>What a simulated node behaves like.</summary>
public enum NodeKind
{
    /// <summary>A node that forwards by itself and intercepts nothing.</summary>
    Router,

    /// <summary>A phone: forwards nothing; its owner sends, claims and fails.</summary>
    Wallet,

    /// <summary>lnd with requireinterceptor.</summary>
    Lnd,

    /// <summary>lnd as it comes: what is held goes on when the interceptor is gone.</summary>
    LndDefault,

    /// <summary>Core Lightning with the shim and its guard.</summary>
    CoreLightning,
}
