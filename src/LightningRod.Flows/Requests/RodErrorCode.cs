namespace LightningRod.Flows.Requests;

/// <summary>Error codes of the <c>rod.</c> methods (docs/protocol.md, "LSPS0 methods"). No LSPS has numbers so high.</summary>
public static class RodErrorCode
{
    /// <summary>The provider is not offered here.</summary>
    public const int UnsupportedProvider = 106100;

    /// <summary>The token or URL can not be taken.</summary>
    public const int BadToken = 106101;

    /// <summary>The client has as many devices as it may have.</summary>
    public const int TooManyDevices = 106102;

    /// <summary>There is no such device.</summary>
    public const int UnknownDevice = 106103;

    /// <summary>The client has no such hold.</summary>
    public const int UnknownHold = 106104;
}
