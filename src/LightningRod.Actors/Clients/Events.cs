using LightningRod.Engine.Abstractions;
using LightningRod.Wire.Encodings;

namespace LightningRod.Actors.Clients;

/// <summary>The client is served from now on, or for another reason than before.</summary>
/// <param name="Way">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record ClientAdmitted(AdmissionWay Way, DateTimeOffset At) : IEvent;

/// <summary>The client is served no more.</summary>
/// <param name="At">When, UTC.</param>
public sealed record ClientSuspended(DateTimeOffset At) : IEvent;

/// <summary>The suspension is over.</summary>
/// <param name="At">When, UTC.</param>
public sealed record ClientReadmitted(DateTimeOffset At) : IEvent;

/// <summary>The client has unannounced channels with other channel nodes than before.</summary>
/// <param name="Nodes">Their names, in order.</param>
public sealed record ClientNodesNoted(ValueList<string> Nodes) : IEvent;

/// <summary>The client has other limits.</summary>
/// <param name="Quotas">All of them.</param>
public sealed record ClientQuotasSet(ClientQuotas Quotas) : IEvent;
