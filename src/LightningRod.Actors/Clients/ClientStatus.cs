namespace LightningRod.Actors.Clients;

/// <summary>Where a client stands with this LSP.</summary>
public enum ClientStatus
{
    /// <summary>It was never seen.</summary>
    Unknown,

    /// <summary>It is served.</summary>
    Admitted,

    /// <summary>The operator does not serve it, whatever channels it has.</summary>
    Suspended,
}

/// <summary>Why a client is served.</summary>
public enum AdmissionWay
{
    /// <summary>It holds an unannounced channel with a channel node.</summary>
    Channel,

    /// <summary>It was invited.</summary>
    Invited,

    /// <summary>Everybody is served.</summary>
    Open,
}
