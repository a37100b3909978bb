namespace LightningRod.TestKit.Network;

/// <summary>One of the two ways through a <see cref="TcpProxy"/>.</summary>
public enum ProxyDirection
{
    /// <summary>From who dialled the proxy to the target.</summary>
    ToTarget,

    /// <summary>From the target to who dialled the proxy.</summary>
    ToCaller,
}
