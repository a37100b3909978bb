namespace LightningRod.Wire.Messages;

/// <summary>Error codes of LSPS0 (bLIP 50) and of JSON-RPC 2.0, on which it stands.</summary>
public static class Lsps0ErrorCode
{
    /// <summary>Parse error, bLIP 50: the message is no LSPS0 message.</summary>
    public const int ParseError = -32700;

    /// <summary>Invalid request, JSON-RPC 2.0.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>Method not found, JSON-RPC 2.0.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>Invalid params, bLIP 50: the data lists the names that are not recognized.</summary>
    public const int InvalidParams = -32602;

    /// <summary>Internal error, JSON-RPC 2.0.</summary>
    public const int InternalError = -32603;

    /// <summary>Client rejected, bLIP 50.</summary>
    public const int ClientRejected = 1;
}
