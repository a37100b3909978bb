using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Clients;

/// <summary>A client's row in the directory.</summary>
/// <param name="Id">The actor: client and key are the client's node id.</param>
public sealed record ClientState(ActorId Id)
{
    /// <summary>Where it stands.</summary>
    public ClientStatus Status { get; init; }

    /// <summary>Why it is served, or was before it was suspended.</summary>
    public AdmissionWay Way { get; init; }

    /// <summary>Since when it stands there, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Names of the channel nodes with which it has unannounced channels, in order.</summary>
    public ValueList<string> Nodes { get; init; }

    /// <summary>Its own limits.</summary>
    public ClientQuotas Quotas { get; init; } = ClientQuotas.None;
}
